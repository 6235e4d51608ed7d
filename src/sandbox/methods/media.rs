//! `sendPhoto`, `sendDocument` and `sendVoice`: uploads or files that Telegram has, within its limits.

use serde_json::Value;

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::message::Content;

/// Most bytes of a picture.
const PHOTO_BYTES: usize = 10 * 1024 * 1024;
/// Most bytes of a file.
const DOCUMENT_BYTES: usize = 50 * 1024 * 1024;
/// Most of a picture's width and height together.
const PHOTO_SIDES: u32 = 10_000;

pub(super) fn send_photo(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (text, entities) = call.read_caption()?;
    call.open_chat()?;
    let content = match call.params.uploads.get("photo") {
        Some(upload) => {
            if upload.bytes.len() > PHOTO_BYTES {
                return Err(ApiError::bad("file is too big"));
            }
            let (width, height) =
                picture_size(&upload.bytes).ok_or_else(|| ApiError::bad("IMAGE_PROCESS_FAILED"))?;
            if width + height > PHOTO_SIDES || width > 20 * height || height > 20 * width {
                return Err(ApiError::bad("PHOTO_INVALID_DIMENSIONS"));
            }
            let (name, mime, bytes) = (upload.file_name.clone(), upload.mime.clone(), upload.bytes.to_vec());
            let file_id = call.state.keep_file("photos", &name, &mime, bytes);
            Content::Photo { file_id, width, height, album: None }
        }
        None => {
            let file_id = call.known_file("photo", "photos")?;
            let size = call.state.files.get(&file_id).and_then(|f| picture_size(&f.bytes));
            let (width, height) = size.unwrap_or((1, 1));
            Content::Photo { file_id, width, height, album: None }
        }
    };
    call.post(text, entities, content)
}

pub(super) fn send_document(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (text, entities) = call.read_caption()?;
    call.open_chat()?;
    let content = match call.params.uploads.get("document") {
        Some(upload) => {
            if upload.bytes.is_empty() {
                return Err(ApiError::bad("file must be non-empty"));
            }
            if upload.bytes.len() > DOCUMENT_BYTES {
                return Err(ApiError::new(413, "Request Entity Too Large"));
            }
            let (file_name, mime, bytes) =
                (upload.file_name.clone(), upload.mime.clone(), upload.bytes.to_vec());
            let file_id = call.state.keep_file("documents", &file_name, &mime, bytes);
            Content::Document { file_id, file_name }
        }
        None => {
            let file_id = call.known_file("document", "documents")?;
            let file_name = call.state.files.get(&file_id).map(|f| f.path.clone()).unwrap_or_default();
            Content::Document { file_id, file_name }
        }
    };
    call.post(text, entities, content)
}

/// Voice notes are only passed on: nobody records one here.
pub(super) fn send_voice(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (text, entities) = call.read_caption()?;
    call.open_chat()?;
    let file_id = call.known_file("voice", "voice")?;
    let all = call.bot()?.chats.values().flat_map(|chat| &chat.messages);
    let seconds = all.into_iter().find_map(|m| match &m.content {
        Content::Voice { file_id: id, seconds } if *id == file_id => Some(*seconds),
        _ => None,
    });
    call.post(text, entities, Content::Voice { file_id, seconds: seconds.unwrap_or(1) })
}

impl Call<'_> {
    /// A file that the service has already, by its id.
    fn known_file(&self, name: &str, folder: &str) -> Result<String, ApiError> {
        let id = self.params.str(name).unwrap_or_default();
        match self.state.files.get(id) {
            Some(file) if file.path.starts_with(folder) => Ok(id.to_owned()),
            Some(_) => Err(ApiError::bad("type of file mismatch")),
            // The stand-in fetches nothing from elsewhere.
            None if id.contains("://") => Err(ApiError::bad("failed to get HTTP URL content")),
            None => Err(ApiError::bad("wrong remote file identifier specified: Wrong string length")),
        }
    }
}

/// Width and height of a PNG, JPEG or GIF, from its head; none for anything else.
pub(in crate::sandbox) fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let side = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return Some((side(16)?, side(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        let side = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
        return Some((side(6)?, side(8)?));
    }
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    // JPEG: walk the segments to the frame header (SOF0 to SOF15, without DHT, JPG and DAC).
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xff {
            return None;
        }
        let two = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            return Some((u32::from(two(at + 7)?), u32::from(two(at + 5)?)));
        }
        at += 2 + usize::from(two(at + 2)?);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_head() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &800u32.to_be_bytes(), &400u32.to_be_bytes()]
            .concat();
        let gif = [b"GIF89a".as_slice(), &320u16.to_le_bytes(), &200u16.to_le_bytes()].concat();
        let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 90, 0, 120, 1, 1, 0x11, 0];
        assert_eq!(picture_size(&png), Some((800, 400)));
        assert_eq!(picture_size(&gif), Some((320, 200)));
        assert_eq!(picture_size(&jpeg), Some((120, 90)));
        for bad in [b"<svg/>".as_slice(), b"\x89PNG\r\n\x1a\n", &[0xff, 0xd8], b""] {
            assert_eq!(picture_size(bad), None);
        }
    }
}
