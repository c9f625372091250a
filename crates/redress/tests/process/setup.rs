//! The first start: from an empty folder to an administrator who can sign in.

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use crate::support::{Server, configuration, errors, run, run_with_input};

/// A server on an empty folder, and the link that it printed.
fn first_start(folder: &std::path::Path) -> (Server, String) {
    let mut server = Server::serve(&configuration(folder, ""));
    let told = server.next_line();
    assert!(told.contains("Make the first administrator here"), "{told}");
    let link = server.next_line();
    assert!(link.starts_with(&format!("{}/setup?token=", server.base)), "{link}");
    (server, link)
}

async fn sign_in(client: &Client, base: &str, password: &str) -> StatusCode {
    let form = format!("login=chief&password={password}&then=");
    let post =
        client.post(format!("{base}/sign-in")).header("Content-Type", "application/x-www-form-urlencoded");
    post.header("Origin", base).body(form).send().await.unwrap().status()
}

/// The first administrator is made with the link that was printed; it works once, wrong entries do not use it up, and
/// nobody is asked again after that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_link_makes_the_first_administrator_once() {
    let folder = tempfile::tempdir().unwrap();
    let (server, link) = first_start(folder.path());
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let page = client.get(&link).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("name=\"password\""));
    assert_eq!(
        client.get(format!("{}/setup?token=guessed", server.base)).send().await.unwrap().status(),
        410
    );

    let token = link.split_once("token=").unwrap().1.to_owned();
    let base = server.base.clone();
    let make = |password: &'static str| {
        let post =
            client.post(format!("{base}/setup")).header("Content-Type", "application/x-www-form-urlencoded");
        let form = format!("token={token}&login=chief&name=%E7%8E%8B%E8%8A%B3&password={password}");
        post.header("Origin", base.clone()).body(form).send()
    };
    assert_eq!(make("short").await.unwrap().status(), 422);
    assert!(make("long-enough-1").await.unwrap().status().is_redirection());
    assert_eq!(make("long-enough-2").await.unwrap().status(), 410);
    assert_eq!(client.get(&link).send().await.unwrap().status(), 410);
    assert_eq!(sign_in(&client, &base, "long-enough-2").await, 422);
    assert!(sign_in(&client, &base, "long-enough-1").await.is_redirection());
    server.stop();

    let server = Server::serve(&configuration(folder.path(), ""));
    assert!(sign_in(&client, &server.base, "long-enough-1").await.is_redirection());
    assert_eq!(server.printed.len(), 2, "{:?}", server.printed);
    assert_eq!(
        client.get(format!("{}/setup?token={token}", server.base)).send().await.unwrap().status(),
        410
    );
    server.stop();
}

/// People can be added by command while the server is stopped, with the password from standard input; not while it runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_can_be_added_by_command_while_the_server_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let config = configuration(folder.path(), "");
    let config_text = config.to_str().unwrap();
    let add = ["admin", "--config", config_text, "add-staff", "chief", "王芳", "admin"];
    let (server, _) = first_start(folder.path());
    let refused = run_with_input(&add, "long-enough-1");
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors(&refused).contains("open in another process"), "{}", errors(&refused));
    server.stop();

    assert_eq!(run_with_input(&add, "short").status.code(), Some(2));
    let added = run_with_input(&add, "long-enough-1");
    assert_eq!(added.status.code(), Some(0), "{}", errors(&added));
    let changed =
        run_with_input(&["admin", "--config", config_text, "set-password", "chief"], "long-enough-2");
    assert_eq!(changed.status.code(), Some(0), "{}", errors(&changed));
    let short = run_with_input(&["admin", "--config", config_text, "set-hand-over-key"], "too-short");
    assert_eq!(short.status.code(), Some(2));
    let key = run_with_input(&["admin", "--config", config_text, "set-hand-over-key"], &"k".repeat(32));
    assert_eq!(key.status.code(), Some(0), "{}", errors(&key));
    assert_eq!(
        run(&["admin", "--config", config_text, "add-staff", "x", "y", "no_role"]).status.code(),
        Some(2)
    );

    let server = Server::serve(&config);
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    assert_eq!(sign_in(&client, &server.base, "long-enough-1").await, 422);
    assert!(sign_in(&client, &server.base, "long-enough-2").await.is_redirection());
    assert_eq!(server.printed.len(), 2, "{:?}", server.printed);
    server.stop();
}
