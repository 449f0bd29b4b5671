/** VMN Hub: the end of the SS7 path for SMS sent to virtual mobile numbers. */
package io.vmnhub;
