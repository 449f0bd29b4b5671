// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.restcomm.protocols.ss7.sccp.LongMessageRuleType;
import org.restcomm.protocols.ss7.sccp.Router;
import org.restcomm.protocols.ss7.sccp.SccpResource;

/** The remote point codes that jSS7's SCCP knows, kept as the settings have them. Not thread-safe. */
final class SccpDestinations {

    static final int SERVICE_ACCESS_POINT = 1;
    /** SSNs that a peer may route to by point code: MAP's own (6 to 10, 12, 14 of Q.713) and those around them. */
    private static final int[] SUBSYSTEMS = {5, 6, 7, 8, 9, 10, 11, 12, 14};

    private static final int IDS_PER_POINT_CODE = 256;

    private final SccpLayer sccp;
    private final Map<Integer, Integer> ids = new HashMap<>();
    private int lastId;

    SccpDestinations(SccpLayer sccp) {
        this.sccp = sccp;
    }

    /** Adds and removes what is needed. */
    void become(Set<Integer> pointCodes) throws Exception {
        for (int known : List.copyOf(ids.keySet())) {
            if (!pointCodes.contains(known)) {
                remove(known, ids.remove(known));
            }
        }
        for (int pointCode : pointCodes) {
            if (!ids.containsKey(pointCode)) {
                lastId++;
                add(pointCode, lastId);
                ids.put(pointCode, lastId);
            }
        }
    }

    private void add(int pointCode, int id) throws Exception {
        SccpResource resource = sccp.getSccpResource();
        Router router = sccp.getRouter();
        resource.addRemoteSpc(id, pointCode, 0, 0);
        router.addMtp3Destination(SERVICE_ACCESS_POINT, id, pointCode, pointCode, 0, 255, 255);
        router.addLongMessageRule(id, pointCode, pointCode, LongMessageRuleType.XUDT_ENABLED);
        for (int subsystem : SUBSYSTEMS) {
            resource.addRemoteSsn(id * IDS_PER_POINT_CODE + subsystem, pointCode, subsystem, 0, false);
        }
    }

    private void remove(int pointCode, int id) throws Exception {
        SccpResource resource = sccp.getSccpResource();
        Router router = sccp.getRouter();
        for (int subsystem : SUBSYSTEMS) {
            resource.removeRemoteSsn(id * IDS_PER_POINT_CODE + subsystem);
        }
        router.removeLongMessageRule(id);
        router.removeMtp3Destination(SERVICE_ACCESS_POINT, id);
        resource.removeRemoteSpc(id);
    }
}
