/** Parlay X 2.2 Short Messaging over SOAP (ETSI ES 202 391-4, TS 29.199-04). The interfaces are in {@code src/main/resources/wsdl}. */
package io.vmnhub.northbound.soap;
