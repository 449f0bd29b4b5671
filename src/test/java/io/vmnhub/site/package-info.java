// SPDX-License-Identifier: AGPL-3.0-only
/** Makes the documentation a static web site, and checks the documentation's links and examples. */
package io.vmnhub.site;
