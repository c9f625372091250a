//! To which page an act belongs: what is only ever sent has an address, but people reload, translate and share pages.

use domain::dispute::Verb;
use terms::{CaseNumber, Role};

use super::page::case_href;

/// The page of an address that forms are sent to; `None` where the address is a page itself, or nothing at all.
pub(crate) fn page_of(path: &str, role: Option<Role>) -> Option<String> {
    let bare = path.split_once('?').map_or(path, |(bare, _)| bare);
    let parts: Vec<&str> = bare.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["cases", number, verb] if Verb::from_path(verb).is_some() => {
            let number: CaseNumber = number.parse().ok()?;
            Some(case_href(role.unwrap_or(Role::Consumer), number))
        }
        ["merchant", "messages"] => Some("/merchant".to_owned()),
        ["admin", _, ..] => Some("/admin".to_owned()),
        ["sign-in", "guest"] => Some("/sign-in".to_owned()),
        ["sign-out" | "self-service"] => Some("/".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_belongs_to_the_page_it_is_done_on() {
        let of = |path: &str, role| page_of(path, Some(role));
        let number =
            (0..10).map(|last| format!("48210937551{last}")).find(|n| n.parse::<CaseNumber>().is_ok());
        let number = number.unwrap();
        let act = format!("/cases/{number}/respond?lang=en");
        assert_eq!(of(&act, Role::Merchant).unwrap(), format!("/merchant/cases/{number}"));
        assert_eq!(of(&act, Role::Mediator).unwrap(), format!("/desk/cases/{number}"));
        assert_eq!(of(&act, Role::Consumer).unwrap(), format!("/cases/{number}"));
        assert_eq!(of("/admin/staff/1/deactivate", Role::Admin).unwrap(), "/admin");
        assert_eq!(of("/merchant/messages", Role::Merchant).unwrap(), "/merchant");
        for page in
            ["/", "/merchant", "/admin", "/desk/file", "/cases/482109375516", "/cases/482109375516/nonsense"]
        {
            assert_eq!(of(page, Role::Merchant), None, "{page}");
        }
    }
}
