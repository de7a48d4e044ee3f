//! Reads the reader's own traffic, in slices, so that the page answers meanwhile. It stays here: a
//! page without a server has nowhere to send it.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use scenarios::traffic::{MOST_BYTES, Reader, Refusal};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File};
use yew::UseReducerDispatcher;

use crate::dom;
use crate::model::{Kept, Model, Msg};

/// Leaves the other half of a frame to the page.
const SLICE_MS: f64 = 8.0;
/// Between two looks at the clock.
const LINES: usize = 64;
/// Whoever types is given so long for the next letter.
const PAUSE_MS: u32 = 250;

/// Reads one text at a time: a later one takes the place of an earlier one.
#[derive(Clone)]
pub(crate) struct Desk {
    send: UseReducerDispatcher<Model>,
    request: Rc<Cell<u32>>,
}

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.request, &other.request)
    }
}

impl Desk {
    /// One that tells `send`.
    pub(crate) fn new(send: UseReducerDispatcher<Model>) -> Self {
        Desk { send, request: Rc::default() }
    }

    /// Reads a text that was pasted.
    pub(crate) fn read(&self, text: String) {
        let (this, request) = (self.clone(), self.begin());
        spawn_local(async move { this.take(request, text.into_bytes(), false).await });
    }

    /// Reads a text that is being typed, once it rests.
    pub(crate) fn read_soon(&self, text: String) {
        let (this, request) = (self.clone(), self.begin());
        spawn_local(async move {
            TimeoutFuture::new(PAUSE_MS).await;
            this.take(request, text.into_bytes(), false).await;
        });
    }

    /// Reads a file.
    pub(crate) fn read_file(&self, file: File) {
        let (this, request) = (self.clone(), self.begin());
        spawn_local(async move {
            let cut = file.size() > MOST_BYTES as f64;
            match bytes(&file).await {
                Some(bytes) => this.take(request, bytes, cut).await,
                None => this.tell(request, Err(Refusal::Unopened)),
            }
        });
    }

    /// Gives up what is being read.
    pub(crate) fn clear(&self) {
        self.begin();
        self.send.dispatch(Msg::ClearTraffic);
    }

    /// Takes whatever file is dropped on the page: the browser would open it instead of the page.
    pub(crate) fn listen(&self) -> [dom::Listener; 3] {
        let on = |kind, react: fn(&Desk, &DragEvent)| {
            let this = self.clone();
            dom::Listener::on(&dom::window(), kind, move |event| {
                let event: DragEvent = event.unchecked_into();
                let files = event.data_transfer().is_some_and(|dragged| {
                    dragged.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
                });
                if files {
                    react(&this, &event);
                }
            })
        };
        [
            on("dragover", |_, event| {
                event.prevent_default();
                let _ = dom::root().set_attribute("data-drop", "");
            }),
            on("dragleave", |_, event| {
                if event.related_target().is_none() {
                    let _ = dom::root().remove_attribute("data-drop");
                }
            }),
            on("drop", |desk, event| {
                event.prevent_default();
                let _ = dom::root().remove_attribute("data-drop");
                let files = event.data_transfer().and_then(|dragged| dragged.files());
                if let Some(file) = files.and_then(|files| files.get(0)) {
                    desk.read_file(file);
                }
            }),
        ]
    }

    fn begin(&self) -> u32 {
        self.request.set(self.request.get() + 1);
        self.request.get()
    }

    async fn take(&self, request: u32, bytes: Vec<u8>, cut: bool) {
        let mut reader = match Reader::new(bytes, cut) {
            Ok(reader) => reader,
            Err(refusal) => return self.tell(request, Err(refusal)),
        };
        while self.request.get() == request {
            let end = dom::now_ms() + SLICE_MS;
            let mut done = false;
            while !done && dom::now_ms() < end {
                done = reader.advance(LINES);
            }
            TimeoutFuture::new(0).await;
            if done {
                let read = reader.finish();
                // What there is to know of it, and what follows on the page, are slices of their own.
                TimeoutFuture::new(0).await;
                let kept = read.map(|read| Rc::new(Kept::of(read.traffic.clone(), Some(read))));
                TimeoutFuture::new(0).await;
                return self.tell(request, kept);
            }
        }
    }

    fn tell(&self, request: u32, read: Result<Rc<Kept>, Refusal>) {
        if self.request.get() == request {
            self.send.dispatch(Msg::Traffic(read));
        }
    }
}

/// As much of a file as is read, and a byte more, which tells whether that was all.
async fn bytes(file: &File) -> Option<Vec<u8>> {
    let first = file.slice_with_f64_and_f64(0.0, MOST_BYTES as f64 + 1.0).ok()?;
    let buffer = JsFuture::from(first.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
