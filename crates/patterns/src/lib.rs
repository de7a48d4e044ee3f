//! patterns.
