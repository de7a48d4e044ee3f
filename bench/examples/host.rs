//! The virtual host alone, for a profiler.
#[path = "../src/virtual_host.rs"]
#[allow(dead_code)]
mod virtual_host;
#[path = "../src/measure.rs"]
#[allow(dead_code)]
mod measure;
fn main() { for _ in 0..100 { virtual_host::ours(); }  }
