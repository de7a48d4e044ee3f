//! What the patterns claim, tried under many schedules, with futures dropped wherever they wait.

// A thread pool and proptest's source of randomness are for the host only.
#![cfg(not(target_arch = "wasm32"))]

mod breaker;
mod breaker_model;
mod cancel_anywhere;
mod channel;
mod channel_model;
mod context;
mod flow;
mod limit;
mod limit_model;
mod limit_shared;
mod limit_wait;
mod limit_wait_model;
mod overload_adaptive;
mod overload_backpressure;
mod overload_model;
mod overload_scaler;
mod overload_window;
mod pool;
mod resilient;
mod resilient_model;
mod semaphore;
mod send;
mod shutdown;
mod shutdown_model;
mod support;
mod timeout;
