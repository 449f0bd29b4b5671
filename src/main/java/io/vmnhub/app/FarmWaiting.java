// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Octets;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.WaitingCentre;
import io.vmnhub.hlr.WaitingLimits;
import io.vmnhub.hlr.WaitingNews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Message waiting data that every node of a farm has, whichever of them has noted a service centre. Thread-safe. */
final class FarmWaiting implements WaitingNews {

    private static final int FORM = 1;
    private static final int MOST_CENTRES = 10_000;

    private final SharedMap map;
    private final MessageWaitingData data;
    private final Alerts alerts;
    private final Duration keep;
    private final boolean oneDatabase;

    /** @param oneDatabase whether all nodes have the same database */
    FarmWaiting(Cluster cluster, MessageWaitingData data, Alerts alerts, WaitingLimits limits, boolean oneDatabase) {
        this.data = data;
        this.alerts = alerts;
        this.keep = limits.keep();
        this.oneDatabase = oneDatabase;
        map = cluster.map("message-waiting", limits.total());
    }

    /** To be called before the data and the alerts start. */
    void join(Cluster cluster) {
        data.tell(this);
        alerts.whileLeading(cluster::leads);
        map.watch((key, value) -> take(new String(key, UTF_8), value));
        map.forEach((key, value) -> take(new String(key, UTF_8), value));
    }

    private void take(String msisdn, byte[] value) {
        data.take(msisdn, Optional.ofNullable(value).map(octets -> read(msisdn, octets)), oneDatabase);
        alerts.changedElsewhere(msisdn);
    }

    @Override
    public void changed(String msisdn, Optional<MessageWaiting> now) {
        if (now.isPresent()) {
            map.put(msisdn.getBytes(UTF_8), octets(now.get()), keep);
        } else {
            map.remove(msisdn.getBytes(UTF_8));
        }
    }

    @Override
    public void loaded(List<MessageWaiting> found) {
        found.stream()
                .filter(one -> map.get(one.msisdn().getBytes(UTF_8)).isEmpty())
                .forEach(one -> changed(one.msisdn(), data.of(one.msisdn())));
    }

    static byte[] octets(MessageWaiting waiting) {
        return Octets.of(FORM, out -> {
            out.writeUTF(waiting.application());
            out.writeUTF(waiting.cause().name());
            out.writeBoolean(waiting.memoryCapacityExceeded());
            out.writeInt(waiting.centres().size());
            for (WaitingCentre centre : waiting.centres()) {
                out.writeUTF(centre.address());
                out.writeInt(centre.version());
                out.writeLong(centre.since().toEpochMilli());
                out.writeLong(centre.until().toEpochMilli());
            }
        });
    }

    static MessageWaiting read(String msisdn, byte[] octets) {
        return Octets.read(FORM, "message waiting data", octets, in -> {
            String application = in.readUTF();
            Cause cause = cause(in.readUTF());
            boolean full = in.readBoolean();
            int count = Math.min(in.readInt(), MOST_CENTRES);
            List<WaitingCentre> centres = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                centres.add(new WaitingCentre(
                        in.readUTF(),
                        in.readInt(),
                        Instant.ofEpochMilli(in.readLong()),
                        Instant.ofEpochMilli(in.readLong())));
            }
            return new MessageWaiting(msisdn, application, cause, full, centres);
        });
    }

    /** One that only later versions have is one for which somebody waits all the same. */
    private static Cause cause(String name) {
        return Arrays.stream(Cause.values())
                .filter(cause -> cause.name().equals(name))
                .findFirst()
                .orElse(Cause.APPLICATION);
    }
}
