// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.FilePermissions;
import io.vmnhub.config.SecretFiles;
import io.vmnhub.journal.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other users of the machine out of what the hub writes. {@code data} is the hub's own: too open permissions are
 * mended. Of folders elsewhere, and of files of the configuration that hold secrets, the log reports it.
 */
final class FilesModule implements HubModule {

    private static final Logger LOG = LoggerFactory.getLogger(FilesModule.class);

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening() || !FilePermissions.areKnown(hub.home().folder())) {
            return;
        }
        List<Path> folders = new WrittenFolders(hub.home(), hub.properties()).all();
        PrivateFile.directories(folders.get(0));
        closeData(folders.get(0));
        for (Path elsewhere : folders.subList(1, folders.size())) {
            if (Files.isDirectory(elsewhere) && FilePermissions.areOpen(elsewhere)) {
                LOG.warn(
                        "{} is open to every user of this machine, and holds messages or numbers: chmod o-rwx {}",
                        elsewhere,
                        elsewhere);
            }
        }
        new SecretFiles(hub.home().config())
                .open()
                .forEach(finding -> LOG.warn("{}", finding.line(hub.home().folder())));
        // the broker and the database make files by the process' umask
        context.addStartupListener(new AfterStart(started -> closeData(folders.get(0))));
    }

    private static void closeData(Path data) {
        try {
            int closed = FilePermissions.close(data);
            if (closed > 0) {
                LOG.info(
                        "{} files or folders in {} were open to other users; their modes are 0700 and 0600 now",
                        closed,
                        data);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} may be open to other users of this machine; its permissions cannot be changed: {}",
                    data,
                    e.toString());
        }
    }
}
