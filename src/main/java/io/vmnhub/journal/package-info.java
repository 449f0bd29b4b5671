/**
 * Files of records that survive the end of the process, however it ends: written by group commit, read past what is
 * damaged. Knows the JDK only.
 */
package io.vmnhub.journal;
