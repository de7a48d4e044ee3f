//! One limiter for many threads.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::bucket;
use patterns::Context;

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn threads_share_what_there_is() {
    use patterns::{Counts, ManualTimer, Rate, SharedLimiter, TokenBucket};

    let shared =
        SharedLimiter::new(TokenBucket::new(Rate::per_second(0), 1_000), ManualTimer::new());
    let thread = |_| {
        let shared = shared.clone();
        std::thread::spawn(move || {
            (0..600).filter(|_| shared.ask(1).unwrap().is_admitted()).count()
        })
    };
    let threads: Vec<_> = (0..3).map(thread).collect();
    let admitted: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(admitted, 1_000);
    assert_eq!(shared.counts(), Counts { admitted: 1_000, refused: 800 });
}

#[test]
fn waits_cross_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync>(_: &T) {}
    let (shared, _timer) = bucket(1);
    let (context, _keep) = Context::root();
    is_shared(&shared);
    is_send(&shared.wait(&context, 1));
    is_send(&shared.reserve(1, None).unwrap().admitted(&context));
}
