//! A static file server: just enough HTTP for a folder on this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

/// A request's head that is longer than this is not from a browser.
const LONGEST_HEAD_BYTES: u64 = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// What is answered to one request.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: &'static str,
    media_type: &'static str,
    body: Vec<u8>,
}

/// Answers every request for a file under `folder`, each on a thread of its own.
pub(crate) fn serve(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // A browser that goes away in the middle of a file is nobody's problem.
        thread::spawn(move || converse(stream, &folder));
    }
}

fn converse(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut head = BufReader::new((&stream).take(LONGEST_HEAD_BYTES));
    let mut first = String::new();
    head.read_line(&mut first)?;
    let mut line = String::new();
    while head.read_line(&mut line)? > 2 {
        line.clear();
    }
    let Answer { status, media_type, body } = answer(&first, folder);
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    if !first.starts_with("HEAD ") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn answer(request: &str, folder: &Path) -> Answer {
    let mut words = request.split_whitespace();
    let (Some("GET" | "HEAD"), Some(target)) = (words.next(), words.next()) else {
        return refusal("405 Method Not Allowed");
    };
    let found = file(target, folder).and_then(|path| Some((std::fs::read(&path).ok()?, path)));
    match found {
        Some((body, path)) => Answer { status: "200 OK", media_type: media_type(&path), body },
        None => refusal("404 Not Found"),
    }
}

fn refusal(status: &'static str) -> Answer {
    Answer { status, media_type: "text/plain; charset=utf-8", body: status.as_bytes().to_vec() }
}

/// The file a target names, which is never outside `folder`.
fn file(target: &str, folder: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let path = decoded(path.strip_prefix('/')?)?;
    let inside = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        return None;
    }
    let path = folder.join(path);
    Some(if path.is_dir() { path.join("index.html") } else { path })
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high * 16 + low).ok()?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_file_of_the_folder() {
        let folder = Path::new("site");
        assert_eq!(file("/web.js?v=1", folder), Some(folder.join("web.js")));
        assert_eq!(file("/a/b%20c.css", folder), Some(folder.join("a").join("b c.css")));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for target in [
            "/../Cargo.toml",
            "/a/../../b",
            "/%2e%2e/b",
            "//etc/passwd",
            "/%2fetc",
            "web.js",
            "/%zz",
            "/%",
            "/%ff",
        ] {
            assert_eq!(file(target, Path::new("site")), None, "{target}");
        }
    }

    #[test]
    fn the_page_is_what_a_folder_holds() {
        let folder = std::env::temp_dir().join(format!("interleave-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("index.html"), "page").expect("a page");
        let page = Answer {
            status: "200 OK",
            media_type: "text/html; charset=utf-8",
            body: b"page".to_vec(),
        };
        assert_eq!(answer("GET / HTTP/1.1", &folder), page);
        assert_eq!(answer("GET /none HTTP/1.1", &folder).status, "404 Not Found");
        assert_eq!(answer("POST / HTTP/1.1", &folder).status, "405 Method Not Allowed");
        assert_eq!(answer("", &folder).status, "405 Method Not Allowed");
        std::fs::remove_dir_all(folder).expect("the folder goes");
    }

    #[test]
    fn wasm_has_the_type_that_browsers_stream() {
        assert_eq!(media_type(Path::new("web_bg.wasm")), "application/wasm");
    }
}
