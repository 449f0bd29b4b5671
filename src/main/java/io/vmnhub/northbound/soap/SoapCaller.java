package io.vmnhub.northbound.soap;

/** The application behind a call. */
record SoapCaller(String application, SoapSettings settings) {
}
