//! The page with phones that `rapport demo` shows.
