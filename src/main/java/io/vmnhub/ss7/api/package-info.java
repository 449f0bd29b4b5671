/** What the signalling side is told and what it tells: its settings, its status, its events. Knows no stack. */
package io.vmnhub.ss7.api;
