//! Watches the system calls: what is answered was forced to the disk before.

use std::path::Path;
use std::process::Command;

use crate::support::{People, Server, Stage, configuration, signal};

/// A text that is found in what is written.
const CANARY: &str = "on-the-disk-before-the-answer-7731";

/// One system call: in which line it began and in which it ended.
#[derive(Debug)]
struct Call {
    began: usize,
    ended: usize,
    text: String,
}

/// Puts the halves of calls that were interrupted by others together again.
fn calls(trace: &str) -> Vec<Call> {
    let mut open = std::collections::HashMap::<&str, (usize, String)>::new();
    let mut all = Vec::new();
    for (n, line) in trace.lines().enumerate() {
        let Some((pid, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        if let Some(first) = text.strip_suffix("<unfinished ...>") {
            open.insert(pid, (n, first.to_owned()));
        } else if text.starts_with("<... ") {
            let Some((began, first)) = open.remove(pid) else { continue };
            all.push(Call { began, ended: n, text: first + text });
        } else {
            all.push(Call { began: n, ended: n, text: text.to_owned() });
        }
    }
    all
}

/// Whether this machine lets one process watch another.
fn can_watch(folder: &Path) -> Result<(), String> {
    let out = folder.join("probe.trace");
    let probe = Command::new("strace").args(["-f", "-o"]).arg(out).arg("true").output();
    match probe {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// C1, D2: the complaint's text is written to the database's log and forced to the disk (fsync) before a byte of the 201
/// goes out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_is_forced_to_the_disk_before_it_is_acknowledged() {
    let stage = Stage::with_cases(1);
    if let Err(reason) = can_watch(stage.path()) {
        println!("skipped: strace cannot watch a process here: {reason}");
        return;
    }
    let trace = stage.path().join("trace");
    let config = configuration(stage.path(), "");
    let mut watched = Command::new("strace");
    watched.args([
        "-f",
        "-y",
        "-s",
        "5000",
        "-e",
        "trace=fsync,fdatasync,write,pwrite64,pwritev,sendto,writev,sendmsg",
        "-o",
    ]);
    watched.arg(&trace).arg(env!("CARGO_BIN_EXE_redress")).arg("serve").arg("--config").arg(&config);
    let server = Server::start(watched, &config, |line| line.contains("is signed with"));
    let order = stage.people.quiet_orders()[0].clone();
    let consumer = stage.people.consumer_of(&order);
    consumer.post(&server.base, "/complaints", "one", &People::complaint(&order, CANARY)).await.expect(201);

    // strace itself is the child; the server is its child, and strace ends with it.
    let tracer = server.pid();
    let children = std::fs::read_to_string(format!("/proc/{tracer}/task/{tracer}/children")).unwrap();
    signal(children.trim().parse().unwrap(), "TERM");
    assert_eq!(server.ended().code(), Some(0));

    let calls = calls(&std::fs::read_to_string(&trace).unwrap());
    let find = |from: usize, fits: &dyn Fn(&str) -> bool| {
        calls.iter().find(|call| call.began >= from && fits(&call.text))
    };
    let is_write = |text: &str| text.starts_with("pwrite64(") || text.starts_with("write(");
    let written =
        find(0, &|text| is_write(text) && text.contains("redress.db-wal") && text.contains(CANARY)).unwrap();
    let is_sync = |text: &str| text.starts_with("fsync(") || text.starts_with("fdatasync(");
    let synced = find(written.ended + 1, &|text| {
        is_sync(text) && text.contains("redress.db-wal") && text.ends_with("= 0")
    });
    let synced = synced.unwrap();
    let answered = find(0, &|text| text.contains("HTTP/1.1 201 Created")).unwrap();
    assert!(
        written.ended < synced.began && synced.ended < answered.began,
        "{written:?}\n{synced:?}\n{answered:?}"
    );
}
