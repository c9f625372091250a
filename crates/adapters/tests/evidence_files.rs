//! Evidence files on a real disk: what goes in, what comes out, what never stays.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::fs;
use std::io;
use std::path::Path;

use adapters::DiskFiles;
use app::ports::{Copy, EvidenceFiles, FileError, FilePart, StoredFile};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use tempfile::TempDir;
use terms::EvidenceId;
use testkit::evidence::{self, EvidenceFile, RIVER, Scene};

const MAX: u64 = 8 * 1024 * 1024;

struct Disk {
    folder: TempDir,
    files: DiskFiles,
}

fn disk() -> Disk {
    let folder = tempfile::tempdir().unwrap();
    let files = DiskFiles::open(folder.path()).unwrap();
    Disk { folder, files }
}

fn id(n: u128) -> EvidenceId {
    EvidenceId(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | n))
}

fn body(bytes: &[u8]) -> BoxStream<'static, io::Result<Bytes>> {
    let chunks: Vec<_> = bytes.chunks(1000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    stream::iter(chunks).boxed()
}

async fn take(disk: &Disk, n: u128, file: &EvidenceFile) -> Result<StoredFile, FileError> {
    disk.files.take(id(n), Some(file.media_type.to_owned()), MAX, body(&file.bytes)).await
}

async fn bytes(part: FilePart) -> Vec<u8> {
    let chunks: Vec<Bytes> = part.body.try_collect().await.unwrap();
    let all = chunks.concat();
    assert_eq!(all.len() as u64, part.length);
    all
}

async fn whole(disk: &Disk, n: u128, copy: Copy) -> Vec<u8> {
    let given = bytes(disk.files.give(id(n), copy, None).await.unwrap()).await;
    let mut read = Vec::new();
    io::Read::read_to_end(&mut disk.files.open(id(n), copy).unwrap(), &mut read).unwrap();
    assert!(read == given, "a bundle holds what the door gives");
    given
}

fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// D2: the hash at receipt is that of the bytes that came in, and those are what comes out.
#[tokio::test]
async fn what_went_in_comes_out_with_its_hash_size_and_type() {
    let disk = disk();
    let all = [
        (evidence::photo("a.jpg", Scene::Parcel, 1, None), "image/jpeg"),
        (evidence::screenshot("a.png", Scene::Chat, 1), "image/png"),
        (evidence::document("a.pdf", &["Wool 42.1 %"]), "application/pdf"),
        (evidence::note("a.txt", "三天内没有回电"), "text/plain; charset=utf-8"),
        (evidence::sound("a.wav"), "audio/wav"),
    ];
    for (n, (file, media_type)) in (1..).zip(&all) {
        let stored = take(&disk, n, file).await.unwrap();
        assert_eq!((stored.media_type.as_str(), stored.size), (*media_type, file.bytes.len() as u64));
        assert_eq!(whole(&disk, n, Copy::Original).await, file.bytes);
    }
    let abc = disk.files.take(id(99), None, MAX, body(b"abc")).await.unwrap();
    assert_eq!(abc.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// D8: the other side sees the photo, not where it was taken; the original keeps everything.
#[tokio::test]
async fn the_position_in_a_photo_is_gone_in_the_clean_copy_and_kept_in_the_original() {
    let disk = disk();
    let file = evidence::photo("door.jpg", Scene::Parcel, 2, Some(RIVER));
    assert!(has(&file.bytes, b"Exif\0\0") && has(&file.bytes, b"Testphone"));
    let stored = take(&disk, 1, &file).await.unwrap();
    assert!(stored.has_clean_copy);
    let clean = whole(&disk, 1, Copy::Clean).await;
    assert!(!has(&clean, b"Exif\0\0") && !has(&clean, b"Testphone"));
    assert_eq!(whole(&disk, 1, Copy::Original).await, file.bytes);
    let pixels =
        |bytes: &[u8]| bytes.windows(2).position(|part| part == b"\xFF\xDA").map(|at| bytes[at..].to_vec());
    assert_eq!(pixels(&clean), pixels(&file.bytes), "the pixels are the same");
}

/// D8: a second picture hidden behind the first one, and comments, do not get through either.
#[tokio::test]
async fn whatever_a_picture_carries_besides_its_pixels_is_left_out() {
    let disk = disk();
    let mut jpeg = evidence::photo("a.jpg", Scene::Label, 3, None);
    let comment = [b"\xFF\xFE\0\x0B".as_slice(), b"at home!!"].concat();
    jpeg.bytes.splice(2..2, comment);
    jpeg.bytes.extend(b"\xFF\xD8\xFF\xE1 trailing preview with GPS");
    take(&disk, 1, &jpeg).await.unwrap();
    let clean = whole(&disk, 1, Copy::Clean).await;
    assert!(clean.ends_with(b"\xFF\xD9") && !has(&clean, b"at home!!") && !has(&clean, b"trailing"));

    let mut png = evidence::screenshot("a.png", Scene::Chat, 3);
    let end = png.bytes.len() - 12;
    png.bytes.splice(end..end, b"\0\0\0\x0CtEXtGPS\x0031.2,121\x8E\x1B\xB2\x26".iter().copied());
    take(&disk, 2, &png).await.unwrap();
    let clean = whole(&disk, 2, Copy::Clean).await;
    assert!(!has(&clean, b"GPS") && clean.len() < png.bytes.len());
}

/// D8: when a position cannot be taken out for sure, the other side gets nothing rather than it.
#[tokio::test]
async fn a_picture_that_cannot_be_cleaned_is_withheld_from_others() {
    let disk = disk();
    let mut file = evidence::photo("cut.jpg", Scene::Cloth, 4, Some(RIVER));
    file.bytes.truncate(file.bytes.len() / 2);
    let stored = take(&disk, 1, &file).await.unwrap();
    assert!(!stored.has_clean_copy);
    assert!(matches!(disk.files.give(id(1), Copy::Clean, None).await, Err(FileError::Missing)));
    assert!(matches!(disk.files.open(id(1), Copy::Clean), Err(FileError::Missing)));
    assert_eq!(whole(&disk, 1, Copy::Original).await, file.bytes);
}

/// H4: what is made before it is given out leaves no name on the disk, so nothing of it stays when the process dies.
#[test]
fn a_file_for_the_meantime_has_no_name() {
    let disk = disk();
    let mut scratch = disk.files.scratch().unwrap();
    io::Write::write_all(&mut scratch, b"half a bundle").unwrap();
    assert_eq!(count(disk.folder.path()), 0);
}

/// D1: playback jumps to any place of a recording.
#[tokio::test]
async fn a_range_is_clipped_to_the_file_and_exact() {
    let disk = disk();
    let text = "0123456789".repeat(50_000);
    disk.files.take(id(1), None, MAX, body(text.as_bytes())).await.unwrap();
    let size = text.len() as u64;
    let all = text.as_bytes();
    for (from, length, expected) in [
        (0, None, all),
        (7, Some(5), &all[7..12]),
        (131_070, Some(4), &all[131_070..131_074]),
        (size - 3, Some(1000), &all[all.len() - 3..]),
        (size, Some(1), &all[..0]),
        (size + 99, None, &all[..0]),
    ] {
        let part = disk.files.give(id(1), Copy::Clean, Some((from, length))).await.unwrap();
        assert_eq!(part.total, size);
        assert_eq!(bytes(part).await, expected, "{from} {length:?}");
    }
}

/// D1: a disguised, empty or oversized file is refused and nothing of it stays.
#[tokio::test]
async fn a_refused_upload_leaves_nothing_behind() {
    let disk = disk();
    let refused = |claimed: &str, bytes: &[u8], max| {
        let (claimed, bytes) = (Some(claimed.to_owned()), body(bytes));
        disk.files.take(id(1), claimed, max, bytes)
    };
    let page = b"<html><script>steal()</script>";
    assert!(
        matches!(refused("image/jpeg", page, MAX).await, Err(FileError::Disguised { found }) if found == "text/html")
    );
    assert!(matches!(
        refused("image/png", b"MZ\x90\0\x03\0\0\0\x04\0", MAX).await,
        Err(FileError::Disguised { .. })
    ));
    let photo = evidence::photo("a.jpg", Scene::Cloth, 5, None);
    assert!(
        matches!(refused("application/pdf", &photo.bytes, MAX).await, Err(FileError::Disguised { found }) if found == "image/jpeg")
    );
    assert!(matches!(refused("image/jpeg", b"", MAX).await, Err(FileError::Empty)));
    assert!(matches!(
        refused("image/jpeg", &photo.bytes, 5000).await,
        Err(FileError::TooLarge { max: 5000 })
    ));
    let zip = b"PK\x03\x04\x0A\0\0\0\0\0 PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    assert!(
        matches!(refused("application/zip", zip, MAX).await, Err(FileError::Disguised { found }) if found == "application/zip")
    );
    let late = [vec![b'a'; 600_000].as_slice(), b"\xFF\xFE"].concat();
    assert!(matches!(refused("text/plain", &late, MAX).await, Err(FileError::Disguised { .. })));
    assert_eq!(count(disk.folder.path()), 0);
    assert!(matches!(disk.files.give(id(1), Copy::Original, None).await, Err(FileError::Missing)));
}

/// D1: a connection that breaks off, with an error or without a word, leaves nothing.
#[tokio::test]
async fn a_broken_connection_leaves_nothing_behind() {
    let disk = disk();
    let photo = evidence::photo("a.jpg", Scene::Cloth, 6, None);
    let begun = vec![Ok(Bytes::from(photo.bytes)), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
    let taken = disk.files.take(id(1), None, MAX, stream::iter(begun).boxed()).await;
    assert!(matches!(taken, Err(FileError::BrokenOff)));
    assert_eq!(count(disk.folder.path()), 0);

    let (started, has_started) = tokio::sync::oneshot::channel();
    let mut started = Some(started);
    let silent = stream::poll_fn(move |_| {
        if let Some(started) = started.take() {
            let _ = started.send(());
            return std::task::Poll::Ready(Some(Ok(Bytes::from_static(b"hello"))));
        }
        std::task::Poll::Pending
    });
    tokio::select! {
        _ = disk.files.take(id(2), None, MAX, silent.boxed()) => panic!("it never ends by itself"),
        begun = has_started => begun.unwrap(),
    }
    assert_eq!(count(disk.folder.path()), 0);
}

/// D2: evidence is never overwritten, and removing it removes all of it.
#[tokio::test]
async fn an_id_is_taken_once_and_discarded_whole() {
    let disk = disk();
    let first = evidence::photo("a.jpg", Scene::Cloth, 7, Some(RIVER));
    let second = evidence::photo("b.jpg", Scene::Label, 8, Some(RIVER));
    take(&disk, 1, &first).await.unwrap();
    let clean = whole(&disk, 1, Copy::Clean).await;
    assert!(matches!(take(&disk, 1, &second).await, Err(FileError::Unavailable(_))));
    assert_eq!(whole(&disk, 1, Copy::Original).await, first.bytes);
    assert_eq!(whole(&disk, 1, Copy::Clean).await, clean);
    disk.files.discard(id(1)).await.unwrap();
    assert_eq!(count(disk.folder.path()), 0);
    assert!(matches!(disk.files.discard(id(1)).await, Err(FileError::Missing)));
}

/// D1: what a crash left half-way is removed at the next start; a running upload of another process is not.
#[tokio::test]
async fn opening_removes_what_a_crash_left_and_spares_what_is_still_written() {
    let disk = disk();
    let photo = evidence::photo("a.jpg", Scene::Cloth, 9, None);
    take(&disk, 1, &photo).await.unwrap();
    let incoming = disk.folder.path().join("incoming");
    fs::write(incoming.join("left-by-a-crash"), b"half").unwrap();
    let running = fs::File::create(incoming.join("running")).unwrap();
    running.lock().unwrap();
    let again = DiskFiles::open(disk.folder.path()).unwrap();
    assert!(!incoming.join("left-by-a-crash").exists());
    assert!(incoming.join("running").exists());
    let part = again.give(id(1), Copy::Original, None).await.unwrap();
    assert_eq!(bytes(part).await, photo.bytes);
}
