//! `cargo xtask serve`.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::process::say;
use crate::{build, place, site};

/// Serves a release build with a server of our own.
///
/// The port is taken first: that it is busy should not come out after minutes of building.
pub(crate) fn release(port: u16) -> Result {
    let listener = listen(port)?;
    build::page()?;
    let server = thread::spawn(move || site::serve(&listener, &place::dist()));
    if !answers(port) {
        return Err(Failure::new("The page does not answer: run `cargo xtask serve` again."));
    }
    announce(port);
    server.join().map_err(|_| Failure::new("The server stopped: run `cargo xtask serve` again."))
}

/// Serves a development build that Trunk rebuilds and reloads.
pub(crate) fn dev(port: u16) -> Result {
    drop(listen(port)?);
    let mut trunk = build::prepared_trunk()?;
    // `dist/` stays what is shipped.
    trunk.arg("serve").arg("--dist").arg(place::root().join("target").join("page-dev"));
    trunk.args(["--address", "127.0.0.1", "--port", &port.to_string()]);
    let stopped = || Failure::new("Trunk stopped: read what is said above, then run this again.");
    let mut trunk = trunk.spawn().map_err(|_| stopped())?;
    while !answers(port) {
        if !is_running(&mut trunk) {
            return Err(stopped());
        }
        pause();
    }
    announce(port);
    match trunk.wait() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(stopped()),
    }
}

fn announce(port: u16) {
    say(&format!("\n  Interleave is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"));
}

fn is_running(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(None))
}

#[expect(clippy::disallowed_methods, reason = "it waits for another process, in no simulation")]
fn pause() {
    thread::sleep(Duration::from_millis(200));
}

fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let free = port.checked_add(1).unwrap_or(8080);
        Failure::new(match error.kind() {
            ErrorKind::AddrInUse => {
                format!("Port {port} is busy: stop what uses it, or choose another with `cargo xtask serve --port {free}`.")
            }
            ErrorKind::PermissionDenied => {
                format!("Port {port} is reserved for the system: choose one above 1023, such as `cargo xtask serve --port 8080`.")
            }
            _ => format!("Port {port} cannot be opened ({error}): choose another with `cargo xtask serve --port {free}`."),
        })
    })
}

/// Whether the page itself comes back from there.
fn answers(port: u16) -> bool {
    const STATUS_LINE_BYTES: u64 = 12;
    let ask = || -> std::io::Result<Vec<u8>> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nConnection: close\r\n\r\n",
        )?;
        let mut start = Vec::new();
        stream.take(STATUS_LINE_BYTES).read_to_end(&mut start)?;
        Ok(start)
    };
    ask().is_ok_and(|start| start.starts_with(b"HTTP/1.1 200"))
}
