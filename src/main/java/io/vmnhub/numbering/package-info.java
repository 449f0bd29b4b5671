/**
 * Which virtual mobile numbers the hub has, which IMSIs stand for them on the network, and which application owns each.
 */
package io.vmnhub.numbering;
