//! A big video does not fill the memory.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::io;

use adapters::DiskFiles;
use app::ports::{Copy, EvidenceFiles};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};
use terms::EvidenceId;
use testkit::most_memory;

const GIB: u64 = 1024 * 1024 * 1024;

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [length.to_be_bytes().as_slice(), kind, content].concat()
}

/// D1: a video of one GiB adds less than 32 MiB of memory, on the way in and on the way out.
#[tokio::test]
async fn slow_a_video_of_one_gib_needs_less_than_32_mib() {
    let folder = tempfile::tempdir().unwrap();
    let files = DiskFiles::open(folder.path()).unwrap();
    let id = EvidenceId(uuid::Uuid::from_u128(7));
    let chunk = Bytes::from((0..65_536_u32).map(|n| (n * 31 % 251) as u8).collect::<Vec<_>>());
    let mut head = boxed(b"ftyp", b"isom\0\0\0\0mp42");
    head.extend([1_u32.to_be_bytes().as_slice(), b"mdat", (GIB + 16).to_be_bytes().as_slice()].concat());
    let moov = boxed(b"moov", &boxed(b"udta", b"+31.2304+121.4737/"));
    let count = usize::try_from(GIB).unwrap() / chunk.len();
    let mut hasher = Sha256::new();
    hasher.update(&head);
    (0..count).for_each(|_| hasher.update(&chunk));
    hasher.update(&moov);
    let expected: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();

    let before = most_memory().unwrap();
    let middle = (0..count).map(move |_| Ok::<_, io::Error>(chunk.clone()));
    let all =
        std::iter::once(Ok(Bytes::from(head))).chain(middle).chain(std::iter::once(Ok(Bytes::from(moov))));
    let stored =
        files.take(id, Some("video/mp4".to_owned()), 2 * GIB, stream::iter(all).boxed()).await.unwrap();
    let taken = most_memory().unwrap() - before;
    assert_eq!((stored.sha256.as_str(), stored.media_type.as_str()), (expected.as_str(), "video/mp4"));
    assert!(taken < 32 * 1024, "taking it in used {taken} KiB");

    let part = files.give(id, Copy::Original, None).await.unwrap();
    let hasher = part.body.try_fold(Sha256::new(), |mut hasher, chunk| async move {
        hasher.update(&chunk);
        Ok(hasher)
    });
    let given: String = hasher.await.unwrap().finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(given, expected);
    let total = most_memory().unwrap() - before;
    println!("in {taken} KiB, in and out {total} KiB");
    assert!(total < 32 * 1024, "giving it out used {total} KiB");

    let tail = files.give(id, Copy::Clean, Some((stored.size - 26, None))).await.unwrap();
    let tail: Vec<Bytes> = tail.body.try_collect().await.unwrap();
    assert_eq!(tail.concat(), [b"\0\0\0\x1Afree".as_slice(), &[0; 18]].concat(), "the position is blank");
}
