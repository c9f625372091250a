//! Forms that are sent to do harm: too long, too many, never ending.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;

use crate::trial::World;

/// Far more than anybody may send.
const FLOOD: usize = 64 * 1024 * 1024;

/// The head, then `piece` again and again; and how many bytes of it were read.
fn flood(head: &str, piece: String) -> (Body, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let (count, head, piece) = (Arc::clone(&read), Bytes::from(head.to_owned()), Bytes::from(piece));
    let most = FLOOD / piece.len();
    let pieces = std::iter::once(head).chain(std::iter::repeat_n(piece, most));
    let pieces = pieces.map(move |piece| {
        count.fetch_add(piece.len(), Ordering::Relaxed);
        Ok::<_, std::io::Error>(piece)
    });
    (Body::from_stream(futures_util::stream::iter(pieces)), read)
}

fn text(name: &str, value: &str) -> String {
    format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file(name: &str) -> String {
    format!(
        "--edge\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n"
    )
}

/// H4: a part that never begins is not waited for, and what was typed before it comes back.
#[tokio::test(flavor = "multi_thread")]
async fn a_header_that_never_ends_is_not_read_on() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let path = format!("/cases/{number}/send-message?lang=en");
    let endless = "--edge\r\nX-Long: ";
    for (head, status, said) in [
        (endless.to_owned(), StatusCode::PAYLOAD_TOO_LARGE, "too much at once"),
        (
            text("text", "吊牌还在") + endless,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the rest of it was not taken",
        ),
    ] {
        let (body, read) = flood(&head, "x".repeat(1000));
        let got = me.stream(&path, body).await;
        assert_eq!(got.status, status, "{}", got.text);
        assert!(got.text.contains(said), "{}", got.text);
        assert_eq!(got.text.contains(">吊牌还在</textarea>"), status == StatusCode::UNPROCESSABLE_ENTITY);
        assert!(read.load(Ordering::Relaxed) < 64 * 1024, "{read:?}");
    }
}

/// H4: parts that bring nothing are counted, too.
#[tokio::test(flavor = "multi_thread")]
async fn empty_parts_without_end_are_not_read_on() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    for part in [text("", ""), file("") + "\r\n"] {
        let (body, read) = flood("", part);
        let got = me.stream(&format!("/cases/{number}/send-message"), body).await;
        assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", got.text);
        assert!(read.load(Ordering::Relaxed) < 256 * 1024, "{read:?}");
    }
}

/// H4, D2: someone who is not signed in sends texts only; a file is told so before much of it is read.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_sends_no_large_files() {
    let world = World::new().await;
    let (body, read) = flood(&file("film.mp4"), "x".repeat(1000));
    let got = world.browser().stream("/file/evidence?lang=en", body).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
    assert!(
        got.text.contains("Files can be sent once you are signed in; send film.mp4 then"),
        "{}",
        got.text
    );
    assert!(read.load(Ordering::Relaxed) < 300 * 1024, "{read:?}");
    let (body, read) = flood("a=", "x".repeat(1000));
    let got = world.browser().post_body("/file/story", body).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(read.load(Ordering::Relaxed) < 300 * 1024, "{read:?}");
}

/// H4, D2: twenty files at a time; some more are told by name, and what was written behind them is heard; past that
/// nothing more is read.
#[tokio::test(flavor = "multi_thread")]
async fn files_past_the_most_are_told_and_then_not_read_on() {
    let world = World::new().await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let path = format!("/cases/{number}/send-message?lang=en");
    let files: String = (0..25).map(|n| file(&format!("a{n}.txt")) + "ok\r\n").collect();
    let whole = files + &text("text", "吊牌还在") + "--edge--\r\n";
    let got = me.stream(&path, Body::from(whole)).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.text);
    for n in 20..25 {
        assert!(got.text.contains(&format!("At most 20 files at a time; send a{n}.txt separately")), "{n}");
    }
    assert!(!got.text.contains("a19.txt"), "{}", got.text);
    assert!(got.text.contains(">吊牌还在</textarea>"), "{}", got.text);

    let (body, read) = flood(&text("text", "吊牌还在"), file("a.txt") + "ok\r\n");
    let got = me.stream(&path, body).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        got.text.matches("At most 20 files at a time; send a.txt").count(),
        20 + 1,
        "in the list, and the first at its field"
    );
    assert!(read.load(Ordering::Relaxed) < 128 * 1024, "{read:?}");
}

/// D2: a file larger than allowed is told by name, and the words behind it are kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_does_not_cost_the_words() {
    let world = World::with_largest(100_000).await;
    let mut me = world.consumer().await;
    let number = me.file().await;
    let path = format!("/cases/{number}/send-message?lang=en");
    let large = "x".repeat(150_000);
    let whole = file("long.txt") + &large + "\r\n" + &text("text", "吊牌还在") + "--edge--\r\n";
    let got = me.stream(&path, Body::from(whole)).await;
    assert!(got.text.contains("long.txt is too large"), "{}", got.text);
    assert!(got.text.contains(">吊牌还在</textarea>"), "{}", got.text);
    let (body, read) = flood(&(text("text", "吊牌还在") + &file("endless.txt")), large);
    let got = me.stream(&path, body).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("endless.txt is too large") && got.text.contains(">吊牌还在</textarea>"));
    assert!(read.load(Ordering::Relaxed) < 600_000, "{read:?}");
}
