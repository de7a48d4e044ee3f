//! Turns the words files into tables and the sources into coloured spans, at build time.

#[path = "build/go.rs"]
mod go;
#[path = "build/highlight.rs"]
mod highlight;
#[path = "build/words.rs"]
mod words;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = std::path::Path::new(&out);
    words::write(out);
    highlight::write(out);
    go::write(out);
}
