package io.vmnhub.api.soap;

/** The application behind a call. */
record SoapCaller(String application, SoapSettings settings) {
}
