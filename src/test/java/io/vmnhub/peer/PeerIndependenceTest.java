// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class PeerIndependenceTest {

    @Test
    void theTestSmscKnowsNothingButTheJdk() {
        JavaClasses peer = new ClassFileImporter().importPackages("io.vmnhub.peer");
        ArchRule alone = classes()
                .that()
                .haveNameNotMatching(".*(Test|IT|Contract)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.vmnhub.peer..", "java..", "com.sun.nio.sctp..");
        alone.check(peer);
    }
}
