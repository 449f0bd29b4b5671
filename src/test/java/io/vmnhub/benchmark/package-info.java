/** How fast the hub is, beside a responder that does nothing but answer: see docs/benchmark.md. */
package io.vmnhub.benchmark;
