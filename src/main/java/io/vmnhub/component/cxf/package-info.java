// SPDX-License-Identifier: AGPL-3.0-only
/** SOAP in routes: camel-cxf over the hub's own HTTP, as caller and as service. */
package io.vmnhub.component.cxf;
