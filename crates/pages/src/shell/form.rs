//! Forms as browsers send them, with or without files; and what to say when one comes back.

use std::sync::Arc;

use app::case::{UploadError, take_upload};
use app::execute::ExecuteError;
use app::meter::{Allowed, At, Meter};
use app::ports::FileError;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use domain::{Refuse, Severity};
use futures_util::StreamExt;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use sha2::{Digest, Sha256};
use terms::{CommandId, EvidenceId, PersonId};
use texts::Texts;
use uuid::Uuid;

use super::{Oops, Site, Visit};

/// Most bytes of typed text in one form, and most fields.
const MAX_TEXT: usize = 512 * 1024;
const MAX_FIELDS: usize = 500;
/// Most files in one form.
const MAX_FILES: usize = 20;
/// Most files that are not taken before nothing more is heard, so that each is told and nobody sends them for ever.
const MAX_REFUSED: usize = 20;
/// Most parts of whatever kind; an empty file field is one, too.
const MAX_PARTS: usize = MAX_FIELDS + MAX_FILES + MAX_REFUSED;
/// Most bytes of a form of someone who is not signed in: their texts, and no files.
const MAX_STRANGE: usize = 256 * 1024;

/// A form as it was sent: fields in order, files already taken in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub fields: Vec<(String, String)>,
    /// Files of this form, those it brought along and those taken in now.
    pub evidence: Vec<EvidenceId>,
    /// Files that were not taken: name and the key of the reason. Whatever follows a form that was cut short is not
    /// here: it is told as a file without a name.
    pub failed: Vec<(String, &'static str)>,
}

impl Form {
    /// What was typed into a field; empty if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field, for choices of several.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What was typed, or nothing where only blanks were.
    pub fn given(&self, name: &str) -> Option<String> {
        let text = self.text(name);
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// The id under which this form is carried out once. It is made of the person's id and what the form says, so that
    /// nobody can name another's.
    pub fn wish(&self, site: &Site, visit: &Visit) -> CommandId {
        match (self.text("wish").parse::<CommandId>(), &visit.session) {
            (Ok(said), Some(session)) => {
                CommandId(Uuid::new_v5(&session.person.0, format!("wish:{said}").as_bytes()))
            }
            (Ok(_) | Err(_), _) => site.wish(),
        }
    }

    /// A hash of what was asked, to tell a repeat from another wish.
    pub fn hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for (name, value) in &self.fields {
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
            hash.update((value.len() as u64).to_be_bytes());
            hash.update(value);
        }
        hash.finalize().to_vec()
    }
}

/// Reads the pairs of a form or query (URL standard, `application/x-www-form-urlencoded`).
pub(crate) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    let decode = |part: &[u8]| {
        let mut out = Vec::with_capacity(part.len());
        let mut rest = part;
        while let Some((first, tail)) = rest.split_first() {
            let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
            match (first, hex(tail.first()), hex(tail.get(1))) {
                (b'%', Some(high), Some(low)) => {
                    out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                    rest = tail.get(2..).unwrap_or_default();
                }
                (b'+', ..) => {
                    out.push(b' ');
                    rest = tail;
                }
                (other, ..) => {
                    out.push(*other);
                    rest = tail;
                }
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    let parts = encoded.split(|b| *b == b'&').filter(|part| !part.is_empty()).take(MAX_FIELDS);
    parts
        .map(|part| match part.iter().position(|b| *b == b'=') {
            Some(at) => (decode(&part[..at]), decode(&part[at + 1..])),
            None => (decode(part), String::new()),
        })
        .collect()
}

impl FromRequest<Arc<Site>> for Form {
    type Rejection = Oops;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Oops> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut form = Self::default();
        let owner =
            request.extensions().get::<Arc<Visit>>().and_then(|v| v.session.as_ref()).map(|s| s.person);
        if kind.starts_with("multipart/form-data") {
            let (parts, body) = request.into_parts();
            let body = body.into_data_stream().map(|piece| piece.map_err(std::io::Error::other));
            let (meter, body) = Meter::on(body.boxed(), allowed(site, owner));
            let mut request = Request::from_parts(parts, Body::from_stream(body));
            // The body is bounded by the meter, files one by one while they stream in, texts by `MAX_TEXT`.
            axum::extract::DefaultBodyLimit::disable().apply(&mut request);
            let multipart = Multipart::from_request(request, site).await.map_err(|_| Oops::Unreadable)?;
            form.read_parts(multipart, &meter, site, owner).await?;
        } else {
            let most = if owner.is_some() { MAX_TEXT } else { MAX_STRANGE };
            let body = to_bytes(request.into_body(), most).await.map_err(|_| Oops::TooLarge)?;
            form.fields = pairs(&body);
        }
        let brought: Vec<EvidenceId> = form.all("evidence_id").filter_map(|id| id.parse().ok()).collect();
        form.evidence.extend(brought);
        Ok(form)
    }
}

/// What a form with files may bring: someone signed in as many files as a form holds, anyone else texts.
fn allowed(site: &Site, owner: Option<PersonId>) -> Allowed {
    let largest = site.app.limits.max_upload;
    let whole = match owner {
        Some(_) => (MAX_FILES as u64).saturating_mul(largest).saturating_add(MAX_TEXT as u64),
        None => MAX_STRANGE as u64,
    };
    Allowed { whole, refused: largest }
}

impl Form {
    async fn read_parts(
        &mut self,
        mut parts: Multipart,
        meter: &Meter,
        site: &Site,
        owner: Option<PersonId>,
    ) -> Result<(), Oops> {
        let (mut bytes, mut files, mut seen) = (0, 0, 0);
        loop {
            meter.is_at(At::Between);
            let mut part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => return Ok(()),
                Err(_) => return self.cut_short(meter),
            };
            meter.is_at(At::Taken);
            seen += 1;
            if seen > MAX_PARTS {
                return Err(Oops::TooLarge);
            }
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name().map(str::to_owned) {
                // A file input that nothing was chosen in comes as an empty file without a name.
                if file.is_empty() {
                    continue;
                }
                files += 1;
                let why = match owner {
                    None => "sign-in",
                    Some(_) if files > MAX_FILES => "too-many",
                    Some(owner) => {
                        let claimed = part.content_type().map(str::to_owned);
                        let body = (&mut part).map(|piece| piece.map_err(std::io::Error::other)).boxed();
                        match take_upload(&site.app, owner, &file, claimed, body).await {
                            Ok(received) => {
                                self.evidence.push(received.id);
                                continue;
                            }
                            Err(UploadError::Store(error)) => return Err(error.into()),
                            Err(error) => why_not(&error),
                        }
                    }
                };
                self.failed.push((file, why));
                if self.failed.len() >= MAX_REFUSED {
                    return Ok(());
                }
                // It goes by, so that what was written behind it is heard.
                meter.is_at(At::Refused);
                loop {
                    match part.chunk().await {
                        Ok(Some(_)) => {}
                        Ok(None) => break,
                        Err(_) => return self.cut_short(meter),
                    }
                }
                continue;
            }
            let mut value = Vec::new();
            bytes += name.len();
            loop {
                if bytes > MAX_TEXT || self.fields.len() >= MAX_FIELDS {
                    return Err(Oops::TooLarge);
                }
                match part.chunk().await {
                    Ok(Some(piece)) => {
                        bytes += piece.len();
                        value.extend_from_slice(&piece);
                    }
                    Ok(None) => break,
                    Err(_) => return self.cut_short(meter),
                }
            }
            self.fields.push((name, String::from_utf8_lossy(&value).into_owned()));
        }
    }

    /// A body that ended early: broken off by the sender, or by us because it was too much. Then the form comes back
    /// with whatever had been read of it, and says so.
    fn cut_short(&mut self, meter: &Meter) -> Result<(), Oops> {
        match (meter.is_spent(), self.fields.is_empty() && self.failed.is_empty()) {
            (false, _) => return Err(Oops::Unreadable),
            (true, true) => return Err(Oops::TooLarge),
            (true, false) if self.failed.is_empty() => self.failed.push((String::new(), "cut-short")),
            (true, false) => {}
        }
        Ok(())
    }
}

const fn why_not(error: &UploadError) -> &'static str {
    match error {
        UploadError::File(FileError::TooLarge { .. }) => "too-large",
        UploadError::File(FileError::Empty) => "empty",
        UploadError::File(FileError::Disguised { .. }) => "kind",
        UploadError::File(FileError::Full) => "full",
        UploadError::File(FileError::BrokenOff | FileError::Missing | FileError::Unavailable(_))
        | UploadError::Store(_) => "broken-off",
        UploadError::TooMuch => "too-much",
        UploadError::Name => "name",
    }
}

/// One thing to put right, and at which field; a field without a name is the form itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub field: String,
    pub sentence: String,
}

/// A form that comes back: which one, what was typed, what to put right.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// The form's id on the page.
    pub form: String,
    pub typed: Form,
    pub mistakes: Vec<Mistake>,
    pub next_step: String,
    pub status: StatusCode,
}

impl Trouble {
    /// A mistake that the door found itself; `key` names its sentence.
    pub fn at(form: &str, typed: Form, field: &str, key: &str, texts: Texts) -> Self {
        Self::said(form, typed, field, texts.say(key))
    }

    /// Whether there is nothing to mend in what was typed: things went on meanwhile, or it is not theirs to do.
    pub fn is_no_slip(&self) -> bool {
        self.mistakes.is_empty() || matches!(self.status, StatusCode::CONFLICT | StatusCode::FORBIDDEN)
    }

    /// What happened instead; the form that is named brings along what was typed.
    pub fn news(form: &str, typed: Form, sentence: String) -> Self {
        Self {
            form: form.to_owned(),
            typed,
            mistakes: Vec::new(),
            next_step: sentence,
            status: StatusCode::CONFLICT,
        }
    }

    /// A mistake in words of its own.
    pub fn said(form: &str, typed: Form, field: &str, sentence: String) -> Self {
        let mistakes = vec![Mistake { field: field.to_owned(), sentence }];
        Self {
            form: form.to_owned(),
            typed,
            mistakes,
            next_step: String::new(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Files that were not taken.
    pub fn files(form: &str, typed: Form, texts: Texts) -> Self {
        let say = |(name, key): &(String, &str)| Mistake {
            field: "evidence".to_owned(),
            sentence: texts.with(&format!("shell-file-{key}"), &[("name", name.clone())]),
        };
        let mistakes = typed.failed.iter().map(say).collect();
        Self {
            form: form.to_owned(),
            typed,
            mistakes,
            next_step: String::new(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// What kept a command from being carried out, as people read it at their form.
    ///
    /// # Errors
    /// What is no matter of the form: not found, busy, the store's.
    pub fn of(error: ExecuteError, form: &str, typed: Form, texts: Texts) -> Result<Self, Oops> {
        match error {
            ExecuteError::Refused(refusal) => Self::refused(refusal.as_ref(), form, typed, texts),
            ExecuteError::Stale { .. } | ExecuteError::KeyReused => {
                let mut trouble = Self::at(form, typed, "", "shell-stale", texts);
                trouble.status = StatusCode::CONFLICT;
                Ok(trouble)
            }
            ExecuteError::Busy => Err(Oops::Busy),
            ExecuteError::Store(error) => Err(error.into()),
        }
    }

    fn refused(refusal: &dyn Refuse, form: &str, typed: Form, texts: Texts) -> Result<Self, Oops> {
        let status = match refusal.severity() {
            Severity::NotFound => return Err(Oops::NotFound),
            Severity::NotAllowed => StatusCode::FORBIDDEN,
            Severity::Conflict => StatusCode::CONFLICT,
            Severity::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let told = texts::tell(refusal, texts.language());
        let field = told.pointer.as_deref().map(|pointer| field_of(pointer, &typed)).unwrap_or_default();
        let mistakes = vec![Mistake { field, sentence: told.sentence }];
        Ok(Self { form: form.to_owned(), typed, mistakes, next_step: told.next_step, status })
    }
}

/// The field of a form that a JSON pointer of the domain is about.
fn field_of(pointer: &str, typed: &Form) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("remedies" | "claims", Some(n), Some(part)) => {
            let chosen = n.parse().ok().and_then(|n| typed.all("remedy").nth(n));
            chosen.map_or_else(|| part.to_owned(), |remedy| format!("{part}.{remedy}"))
        }
        ("remedies" | "claims", ..) => "remedy".to_owned(),
        ("answers", Some(key), _) => format!("answer.{key}"),
        ("questions", ..) => "question".to_owned(),
        ("evidence_ids" | "proof_evidence_ids", ..) => "evidence".to_owned(),
        ("lines", ..) => "line".to_owned(),
        ("findings", Some(n), Some("text")) => format!("finding.{n}.text"),
        ("reasons", Some(language), _) => format!("reasons.{language}"),
        (field, ..) => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let read = pairs("a=1&b=%E4%BD%A0+%26&c&a=2&bad=%zz".as_bytes());
        let form = Form { fields: read, ..Form::default() };
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.text("b"), "你 &");
        assert_eq!(form.text("c"), "");
        assert_eq!(form.text("bad"), "%zz");
    }

    #[test]
    fn a_refusal_finds_its_field() {
        let form = Form { fields: vec![("remedy".into(), "refund".into())], ..Form::default() };
        assert_eq!(field_of("/remedies/0/amount", &form), "amount.refund");
        assert_eq!(field_of("/answers/what_differs", &form), "answer.what_differs");
        assert_eq!(field_of("/text", &form), "text");
        assert_eq!(field_of("/evidence_ids/3", &form), "evidence");
    }
}
