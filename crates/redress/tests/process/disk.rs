//! A full disk: told as such, reading goes on, and with room again so does writing.

use std::path::Path;
use std::process::Command;

use domain::dispute::DisputeEvent;
use tempfile::TempDir;

use crate::support::{People, Stage, look};

/// Bytes of the small disk, and of a file on it that is removed to make room.
const DISK: u64 = 16 << 20;
const BALLAST: usize = 6 << 20;

/// A file system of its own, small; unmounted when dropped.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    fn mount() -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={DISK}");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        match mount {
            Ok(output) if output.status.success() => Ok(Self { folder }),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, so that a file that is still open does not keep the folder.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

/// C1, D1: on a full disk a complaint and a file are answered with 507, nothing of them is stored, everything can be
/// read; as soon as there is room the same request is carried out, once. The server's own log lies on the full disk too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_reading_goes_on_and_room_lets_writing_go_on() {
    let disk = match SmallDisk::mount() {
        Ok(disk) => disk,
        Err(reason) => {
            println!("skipped: a small disk cannot be mounted here: {reason}");
            return;
        }
    };
    let stage = Stage::with_cases(1).moved_to(TempDir::new_in(disk.path()).unwrap());
    let ballast = disk.path().join("ballast");
    std::fs::write(&ballast, vec![7; BALLAST]).unwrap();
    let server = stage.serve();
    let base = server.base.clone();
    let order = stage.people.quiet_orders()[0].clone();
    let consumer = stage.people.consumer_of(&order);

    let (mut numbers, mut full) = (Vec::new(), None);
    let text = "长".repeat(1900);
    for n in 0..20_000 {
        let complaint = People::complaint(&order, &format!("{n} {text}"));
        let answer = consumer.post(&base, "/complaints", &format!("key-{n}"), &complaint).await;
        if answer.status == 507 {
            assert_eq!(answer.body["code"], "storage_full");
            full = Some((n, complaint));
            break;
        }
        let filed = answer.expect(201);
        numbers.push(filed["number"].as_str().unwrap().to_owned());
    }
    let (n, complaint) = full.unwrap();
    let last = format!("/disputes/{}", numbers.last().unwrap());
    consumer.get(&base, &last).await.expect(200);
    consumer.get(&base, "/disputes").await.expect(200);
    let file = consumer.upload(&base, "long.txt", "text/plain", vec![b'x'; 4 << 20]).await.expect(507);
    assert_eq!(file["code"], "storage_full");

    std::fs::remove_file(&ballast).unwrap();
    let key = format!("key-{n}");
    let filed = consumer.post(&base, "/complaints", &key, &complaint).await.expect(201);
    let again = consumer.post(&base, "/complaints", &key, &complaint).await.expect(201);
    assert_eq!(filed["number"], again["number"]);
    server.stop();
    let whole = look(&stage.data()).await;
    let is_ours = |event: &DisputeEvent| matches!(event, DisputeEvent::Filed(filed) if filed.description.get().is_some_and(|text| text.contains("长长")));
    assert_eq!(whole.disputes.iter().filter(|(_, fact)| is_ours(&fact.event)).count(), numbers.len() + 1);
}
