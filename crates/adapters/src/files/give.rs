//! Giving a file out, whole or in a range, in chunks of bounded size.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};

use app::ports::{Copy, FileError, FilePart};
use bytes::Bytes;
use futures_util::stream;

use super::patch::{self, Patch};
use super::{Companion, Place, blocking, outside};

/// At most this much is in memory per reader.
const CHUNK: usize = 128 * 1024;

/// An opened file and what of it is blanked.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    total: u64,
    patches: Vec<Patch>,
}

impl Source {
    /// Opens what this reader may have; a file with a position that could not be taken out is missing
    /// for everyone but those who get the original.
    pub(super) fn open(place: &Place, copy: Copy) -> Result<Self, FileError> {
        match copy {
            Copy::Original => Self::whole(File::open(&place.original).map_err(outside)?, Vec::new()),
            Copy::Clean => Self::clean(place),
        }
    }

    fn clean(place: &Place) -> Result<Self, FileError> {
        let original = File::open(&place.original).map_err(outside)?;
        if fs::exists(place.companion(Companion::Withheld)).map_err(outside)? {
            return Err(FileError::Missing);
        }
        match File::open(place.companion(Companion::Clean)) {
            Ok(clean) => return Self::whole(clean, Vec::new()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(outside(error)),
        }
        match fs::read_to_string(place.companion(Companion::Blank)) {
            Ok(text) => Self::whole(original, patch::read(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::whole(original, Vec::new()),
            Err(error) => Err(outside(error)),
        }
    }

    fn whole(file: File, patches: Vec<Patch>) -> Result<Self, FileError> {
        let total = file.metadata().map_err(outside)?.len();
        Ok(Self { file, total, patches })
    }

    /// The range, clipped to the size; a range behind the end is empty.
    pub(super) async fn part(mut self, range: Option<(u64, Option<u64>)>) -> Result<FilePart, FileError> {
        let total = self.total;
        let (from, length) = range.unwrap_or((0, None));
        let from = from.min(total);
        let length = length.unwrap_or(u64::MAX).min(total - from);
        let source = blocking(move || {
            self.file.seek(SeekFrom::Start(from)).map_err(outside)?;
            Ok(self)
        })
        .await?;
        let body = stream::try_unfold((source, from, length), |(source, at, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let (source, bytes) = tokio::task::spawn_blocking(move || source.read(at, left))
                .await
                .map_err(io::Error::other)??;
            let read = bytes.len() as u64;
            Ok(Some((bytes, (source, at + read, left - read))))
        });
        Ok(FilePart { total, from, length, body: Box::pin(body) })
    }

    /// The whole file, read by whoever may block.
    pub(super) fn reader(self) -> Reader {
        Reader { source: self, at: 0 }
    }

    fn read(mut self, at: u64, left: u64) -> io::Result<(Self, Bytes)> {
        let wanted = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let mut buffer = vec![0; wanted];
        self.file.read_exact(&mut buffer)?;
        patch::apply(&self.patches, at, &mut buffer);
        Ok((self, Bytes::from(buffer)))
    }
}

/// A file read from front to back, with what is blanked in it.
#[derive(Debug)]
pub(super) struct Reader {
    source: Source,
    at: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.file.read(buffer)?;
        patch::apply(&self.source.patches, self.at, &mut buffer[..count]);
        self.at += count as u64;
        Ok(count)
    }
}
