// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.database.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2SqlSinkIT extends SqlSinkContract {

    @TempDir
    Path home;

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings(DatabaseSettings.embeddedUrl(home), "", "", 4);
    }

    @Override
    String lockTable() {
        return "select * from sms_inbox for update";
    }

    @Override
    String octets() {
        return "varbinary";
    }

    @Override
    String instant() {
        return "timestamp(3) with time zone";
    }
}
