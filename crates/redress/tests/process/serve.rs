//! `redress serve`: what it refuses, what it answers to machines, how it ends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use reqwest::Client;

use crate::support::{People, Server, Stage, configuration, errors, run, signal};

/// A wrong configuration is refused with the file, the line and the reason; nothing is made.
#[test]
fn a_wrong_configuration_is_refused_with_its_line_and_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("redress.toml");
    let wrong = [
        ("data = \"d\"\n[limits]\nmax_upload_mib = 0\n", "line 3: max_upload_mib: from 1 to 16384"),
        ("listen = \"here\"\n", "line 1"),
        ("\npublic_url = \"shop.example\"\n", "line 2: public_url: begins with https://"),
        ("[store]\nreaders = 2\nwriters = 3\n", "line 3"),
        ("log_name = \"two words\"\n", "line 1: log_name"),
    ];
    for (text, reason) in wrong {
        std::fs::write(&path, text).unwrap();
        let refused = run(&["serve", "--config", path.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(2));
        let told = errors(&refused);
        assert!(told.contains(path.to_str().unwrap()) && told.contains(reason), "{told}");
    }
    let nowhere = run(&["serve", "--config", folder.path().join("nowhere.toml").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(errors(&nowhere).contains("nowhere.toml"), "{}", errors(&nowhere));
    assert!(!Path::new("d").exists());
}

/// One folder, one process: the second is refused with a sentence that says why, and the first goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let config = configuration(folder.path(), "");
    let server = Server::serve(&config);
    let second = run(&["serve", "--config", config.to_str().unwrap()]);
    assert_eq!(second.status.code(), Some(2));
    assert!(errors(&second).contains("redress.db is open in another process"), "{}", errors(&second));
    let ready = Client::new().get(format!("{}/readyz", server.base)).send().await.unwrap();
    assert_eq!(ready.status(), 200);
    server.stop();
}

/// Machines that watch get their answers, and the demo's doors are not there: nobody is signed in by a click, no clock
/// can be moved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_has_doors_for_watchers_and_none_of_the_demos() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(&configuration(folder.path(), ""));
    let client = Client::new();
    let get = async |path: &str| {
        let answer = client.get(format!("{}{path}", server.base)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(get("/readyz").await, (200, "ready\n".to_owned()));
    let (status, metrics) = get("/metrics").await;
    assert_eq!(status, 200);
    assert!(
        metrics.contains("\nredress_log_size 0\n") && metrics.contains("\nredress_jobs_waiting 0\n"),
        "{metrics}"
    );
    for path in ["/demo", "/goods/tea.svg"] {
        assert_eq!(get(path).await.0, 404, "{path}");
    }
    for path in ["/demo/clock", "/demo/sign-in/0"] {
        let post = client.post(format!("{}{path}", server.base)).header("Origin", &server.base);
        let answer = post
            .header("Content-Type", "application/json")
            .body("{\"advance\":\"PT26H\"}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    server.stop();
}

/// C1: asked to end, the server takes nobody new, answers whoever is being served, and ends with exit 0; what it
/// answered is there after the next start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_under_way_is_answered_before_the_server_ends() {
    let stage = Stage::with_cases(1);
    let server = stage.serve();
    let order = stage.people.quiet_orders()[0].clone();
    let consumer = stage.people.consumer_of(&order);
    let body = People::complaint(&order, "under way").to_string();
    let address = server.base.trim_start_matches("http://").to_owned();
    let mut connection = TcpStream::connect(&address).unwrap();
    let head = format!(
        "POST /api/v1/complaints HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: slow\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        consumer.token(),
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 25];
    connection.read_exact(&mut first).unwrap();
    assert_eq!(String::from_utf8_lossy(&first), "HTTP/1.1 100 Continue\r\n\r\n");

    signal(server.pid(), "TERM");
    // From the moment when nobody new is let in, the server is ending.
    while TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    connection.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    assert_eq!(server.ended().code(), Some(0));

    let server = stage.serve();
    let cases = consumer.get(&server.base, "/disputes").await.expect(200);
    assert!(answer.contains(cases["items"][0]["number"].as_str().unwrap()), "{cases}");
    server.stop();
}
