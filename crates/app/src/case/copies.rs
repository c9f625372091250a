//! Which copy of an evidence file someone gets, and the note that they got it: one place for pages, API and bundles.

use domain::Actor;
use domain::access::{Viewer, sees, viewer};
use domain::dispute::Evidence;
use domain::facts::Upload;
use terms::EvidenceId;

use crate::app::App;
use crate::ports::{AppendError, Copy, StoreResult};
use crate::queries::uploads::{self, Access};

/// A file that someone may have, and as which copy.
#[derive(Debug, Clone)]
pub struct SeenFile {
    pub id: EvidenceId,
    pub upload: Upload,
    pub copy: Copy,
    /// Staff look: they read in the custody trail who looked, by name.
    pub by_staff: bool,
}

impl SeenFile {
    /// Whether they may read who looked at it: staff and the side that gave it, who are those that get the original.
    #[must_use]
    pub fn sees_custody(&self) -> bool {
        self.copy == Copy::Original
    }
}

/// Which copy of a piece of evidence these eyes get; `None`: for them it does not exist. What their own side gave, and
/// what staff work with, is as it came in; the other side's is without position data (D8).
#[must_use]
pub fn copy_for(eyes: Viewer, piece: &Evidence) -> Option<Copy> {
    if !sees(eyes, piece.label) {
        return None;
    }
    match eyes {
        Viewer::Staff(_) | Viewer::System => Some(Copy::Original),
        Viewer::Side(side) if side == piece.side => Some(Copy::Original),
        Viewer::Side(_) => Some(Copy::Clean),
        Viewer::Public => None,
    }
}

/// The file as this actor may have it: their own upload, or evidence that their case shows them. `None`: for them it does
/// not exist.
///
/// # Errors
/// The store's.
pub async fn seen_file(app: &App, id: EvidenceId, actor: &Actor) -> StoreResult<Option<SeenFile>> {
    let Some(upload) = uploads::by_id(app, id).await? else { return Ok(None) };
    let mut in_case = None;
    if let Some(dispute) = upload.used_in {
        let state = super::state(app, dispute).await?;
        let piece = state.evidence.iter().find(|piece| piece.item.evidence_id == id);
        let eyes = viewer(&state, actor, app.clock.now());
        in_case = piece.zip(eyes).and_then(|(piece, eyes)| Some((eyes, copy_for(eyes, piece)?)));
    }
    let is_own = actor.person() == Some(upload.owner);
    let by_staff = matches!(in_case, Some((Viewer::Staff(_), _)));
    let copy = if is_own { Some(Copy::Original) } else { in_case.map(|(_, copy)| copy) };
    Ok(copy.map(|copy| SeenFile { id, upload, copy, by_staff }))
}

/// Notes, before a byte is given, that someone gets the file (D2); where the merchant's staff do, the notice of the case
/// has reached them (C19).
///
/// # Errors
/// The store's; without the note nothing may be given.
pub async fn note_look(app: &App, file: &SeenFile, actor: &Actor) -> Result<(), AppendError> {
    uploads::look(app, &[file.id], actor.person(), Access::Viewed).await?;
    if let Some(dispute) = file.upload.used_in {
        super::prove_sight(app, dispute, actor).await?;
    }
    Ok(())
}
