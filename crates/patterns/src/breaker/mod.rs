//! Circuit breaker: while a dependency is down, fail at once and leave it alone.
