//! Graceful shutdown: stop accepting, drain, close; in that order, and by a deadline.
