/** The Camel component {@code ss7-map:}, one endpoint per MAP operation. */
package io.vmnhub.component.ss7map;
