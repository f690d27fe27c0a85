"""Plain helpers every room may use: no models, no addresses, no views."""
