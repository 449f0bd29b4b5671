/** Who may send, what, and how much: lists of SMSCs, rate limits, spoofing checks, gray listing and filters. */
package io.vmnhub.screening;
