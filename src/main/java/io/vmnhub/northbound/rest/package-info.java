/** The REST interface for applications that fetch their messages: GSMA OneAPI's inbound short messaging over the inbox. */
package io.vmnhub.northbound.rest;
