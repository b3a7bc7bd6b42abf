/// Holds the target's place until its first room is built.
enum WebTarget {}
