package io.vmnhub.config;

/** A record and the section that it was made from. */
record Placed<T>(Section section, T value) {
}
