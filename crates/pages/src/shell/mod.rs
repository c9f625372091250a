//! What all pages share: who visits, how errors look, how forms are read, how a case is laid out.

pub(crate) mod act;
pub(crate) mod belongs;
pub(crate) mod browser;
pub(crate) mod files;
#[cfg(test)]
mod floods;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod live;
pub(crate) mod oops;
pub(crate) mod page;
pub(crate) mod routes;
pub(crate) mod sight;
pub(crate) mod site;
#[cfg(test)]
mod tests;
pub(crate) mod visit;

pub(crate) use form::{Form, Trouble};
pub(crate) use oops::Oops;
pub(crate) use page::{Page, render, render_as};
pub(crate) use routes::Routes;
pub(crate) use site::Site;
pub(crate) use visit::Visit;
