// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.contract;

/** A way out whose application answers each message, so that it can keep an answer back. */
public interface AnsweringSink extends TestedSink {

    /** The application takes messages and answers none, until {@link #confirm}. */
    void hold() throws Exception;
}
