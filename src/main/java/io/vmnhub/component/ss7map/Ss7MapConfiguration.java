// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What the component and each of its endpoints can be told. Copied for each endpoint. */
@UriParams
public class Ss7MapConfiguration implements Cloneable {

    @UriParam(label = "consumer", defaultValue = "10s", javaType = "java.time.Duration")
    @Metadata(
            description = "An invoke that has no outcome after this time is answered with systemFailure, and a later "
                    + "outcome of its "
                    + "exchange is forgotten. Keep it below the SMSC's own timer, often 15 s.")
    private long answerWithin = 10_000;

    @UriParam(label = "consumer", defaultValue = "30s", javaType = "java.time.Duration")
    @Metadata(
            description = "How long answerWithin becomes at most for a message whose SMSC says that it waits longer "
                    + "(smDeliveryTimer). One "
                    + "that waits less shortens it. Keep it below dialogueIdleTimeout of ss7.yaml.")
    private long answerWithinAtMost = 30_000;

    @UriParam(label = "consumer", defaultValue = "5000")
    @Metadata(
            description = "Messages that may be in progress at this endpoint; beyond it an invoke is answered with "
                    + "systemFailure at once.")
    private int maxInProgress = 5_000;

    @UriParam(label = "producer", defaultValue = "3", enums = "1,2,3")
    @Metadata(description = "The MAP version of the dialogues that the producer opens.")
    private int version = 3;

    @UriParam(label = "producer")
    @Metadata(
            description =
                    "The SCCP called party: digits of an international number. Without it sendRoutingInfoForSM and "
                            + "reportSM-DeliveryStatus go to the VMN itself and alertServiceCentre to the "
                            + "service centre.")
    private String calledGlobalTitle;

    @UriParam(label = "producer")
    @Metadata(
            description = "The SCCP calling party: digits of an international number. Without it the hub's own title "
                    + "for the operation.")
    private String callingGlobalTitle;

    @UriParam(label = "producer", defaultValue = "15s", javaType = "java.time.Duration")
    @Metadata(description = "How long the producer waits for an answer.")
    private long timeout = 15_000;

    /** An independent copy. */
    public Ss7MapConfiguration copy() {
        try {
            return (Ss7MapConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** Milliseconds. */
    public long getAnswerWithin() {
        return answerWithin;
    }

    public void setAnswerWithin(long answerWithin) {
        this.answerWithin = answerWithin;
    }

    /** Milliseconds. */
    public long getAnswerWithinAtMost() {
        return answerWithinAtMost;
    }

    public void setAnswerWithinAtMost(long answerWithinAtMost) {
        this.answerWithinAtMost = answerWithinAtMost;
    }

    public int getMaxInProgress() {
        return maxInProgress;
    }

    public void setMaxInProgress(int maxInProgress) {
        this.maxInProgress = maxInProgress;
    }

    public int getVersion() {
        return version;
    }

    public void setVersion(int version) {
        this.version = version;
    }

    public String getCalledGlobalTitle() {
        return calledGlobalTitle;
    }

    public void setCalledGlobalTitle(String calledGlobalTitle) {
        this.calledGlobalTitle = calledGlobalTitle;
    }

    public String getCallingGlobalTitle() {
        return callingGlobalTitle;
    }

    public void setCallingGlobalTitle(String callingGlobalTitle) {
        this.callingGlobalTitle = callingGlobalTitle;
    }

    /** Milliseconds. */
    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }
}
