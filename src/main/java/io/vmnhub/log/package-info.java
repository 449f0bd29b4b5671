/** Log lines that no flood of events can multiply. */
package io.vmnhub.log;
