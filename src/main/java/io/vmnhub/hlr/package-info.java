/** What the hub says as the HLR of its numbers. */
package io.vmnhub.hlr;
