// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where message waiting data outlives the process. */
public interface WaitingStore {

    /** Everything that was kept. */
    List<MessageWaiting> load() throws SQLException;

    /** Keeps, in one transaction, the data of these numbers as they are; empty ones are forgotten. */
    void write(Map<String, Optional<MessageWaiting>> numbers) throws SQLException;
}
