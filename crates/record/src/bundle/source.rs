//! Reads the archive from front to back, counting bytes and letting no free byte pass.

use std::io::{self, BufReader, Read};

use sha2::{Digest, Sha256};

use super::{Altered, tar};
use crate::hash::Hash;

/// What comes next in the archive.
pub(super) enum Next {
    Member {
        name: String,
        size: u64,
    },
    /// The first of the two blocks of zeros.
    End,
}

pub(super) struct Source<R> {
    inner: BufReader<R>,
    offset: u64,
}

impl<R: Read> Source<R> {
    pub(super) fn new(source: R) -> Self {
        Self { inner: BufReader::with_capacity(1 << 16, source), offset: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Next, Altered> {
        let offset = self.offset;
        let mut block = [0; tar::BLOCK];
        self.fill(&mut block)?;
        if block == [0; tar::BLOCK] {
            return Ok(Next::End);
        }
        let (name, size) = tar::read_header(&block).ok_or(Altered::Structure { offset })?;
        Ok(Next::Member { name, size })
    }

    /// Hands a member's bytes to `sink` in pieces, passes over the filling, and answers the bytes' SHA-256.
    pub(super) fn body(
        &mut self,
        size: u64,
        mut sink: impl FnMut(&[u8]) -> Result<(), Altered>,
    ) -> Result<Hash, Altered> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; usize::try_from(size).unwrap_or(usize::MAX).min(1 << 16)];
        let mut left = size;
        while left > 0 {
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            self.fill(&mut buffer[..count])?;
            hasher.update(&buffer[..count]);
            sink(&buffer[..count])?;
            left -= count as u64;
        }
        let offset = self.offset;
        let mut filling = [0; tar::BLOCK];
        let filling = &mut filling[..tar::filling(size)];
        self.fill(filling)?;
        if filling.iter().any(|byte| *byte != 0) {
            return Err(Altered::Structure { offset });
        }
        Ok(Hash(hasher.finalize().into()))
    }

    /// After the last member: its second block of zeros, and then nothing.
    pub(super) fn end(&mut self) -> Result<(), Altered> {
        let offset = self.offset;
        let mut block = [0; tar::BLOCK];
        self.fill(&mut block)?;
        if block != [0; tar::BLOCK] {
            return Err(Altered::Structure { offset });
        }
        if self.read(&mut block)? > 0 {
            Err(Altered::BytesAdded { offset: offset + tar::BLOCK as u64 })
        } else {
            Ok(())
        }
    }

    fn fill(&mut self, mut buffer: &mut [u8]) -> Result<(), Altered> {
        while !buffer.is_empty() {
            let count = self.read(buffer)?;
            if count == 0 {
                return Err(Altered::CutOff { offset: self.offset });
            }
            buffer = &mut buffer[count..];
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Altered> {
        loop {
            match self.inner.read(buffer) {
                Ok(count) => {
                    self.offset += count as u64;
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Altered::Unreadable { reason: error.to_string() }),
            }
        }
    }
}
