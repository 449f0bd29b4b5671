/** The HTTP ports: who may connect, for how long, and under which host names. */
package io.vmnhub.northbound.http;
