// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Keeps the rooms apart: what each package may import of the others, as {@code docs/architecture.md} has it. A room
 * that is not in the table fails the test.
 */
@AnalyzeClasses(
        packages = {"io.vmnhub", "org.mobicents.commons"},
        importOptions = DoNotIncludeTests.class)
class RoomsTest {

    private static final String ROOT = "io.vmnhub";
    private static final String[] JSS7 = {"org.restcomm..", "org.mobicents..", "javolution.."};
    private static final String[] CAMEL_FREE = {
        "sms", "numbering", "screening", "hlr", "ss7", "smpp", "simulator", "journal", "batch"
    };

    /** A room and, after the colon, the rooms that it may import besides itself. */
    private static final String[] TABLE = {
        "sms:",
        "log: sms",
        "tls:",
        "cluster: tls",
        "cluster.grid: cluster log",
        "numbering: sms journal",
        "journal:",
        "batch:",
        "screening: sms journal",
        "hlr: sms numbering journal batch database",
        "ss7.api:",
        "ss7.transport: ss7.api",
        "ss7.m3ua: ss7.api ss7.transport",
        "ss7: ss7.api ss7.m3ua sms",
        "smpp: sms",
        "exchange: sms log numbering",
        "database:",
        "broker: exchange sms log batch tls",
        "http: exchange sms log tls",
        "tracing: exchange log",
        "records: exchange sms journal database batch",
        "component.cxf: exchange log http component.parlayx",
        "component.fanout: exchange sms",
        "component.inbox: exchange sms log database batch",
        "component.jms: exchange sms broker",
        "component.parlayx: exchange sms log http",
        "component.smppserver: exchange sms smpp tls",
        "component.smppclient: exchange sms smpp component.smppserver tls",
        "component.sqlbatch: exchange sms log database batch",
        "component.ss7map: exchange sms log numbering hlr records ss7",
        "component.store: exchange sms log broker records",
        "component.webhook: exchange sms http",
        "inbound: cluster exchange sms log journal numbering screening hlr records batch",
        "api.rest: exchange sms log http component.inbox",
        "api.soap: sms log http component.inbox component.parlayx api.rest",
        "config: cluster tls sms smpp numbering screening ss7.api http api.rest api.soap",
        "simulator: sms ss7 ss7.api",
        "management: reload cluster exchange sms log smpp ss7 ss7.api numbering screening broker tls"
                + " database hlr http records inbound config api.rest component.inbox component.smppserver component.smppclient"
                + " component.store",
        "app: reload cluster cluster.grid exchange sms journal tracing smpp ss7 ss7.api numbering tls"
                + " screening hlr broker database http records inbound config connector"
                + " management simulator api.rest api.soap component.cxf component.inbox"
                + " component.jms component.smppserver "
                + "component.smppclient"
                + " component.ss7map component.store",
        "check: cluster tls app config connector exchange sms smpp numbering inbound ss7.api component.fanout",
        "reload: config connector",
        "connector: config",
        "cli: app check config connector sms smpp numbering screening hlr simulator ss7.api",
        ": cli app",
    };

    static final Map<String, Set<String>> ALLOWED = allowed();

    @ArchTest
    static void everyRoomImportsOnlyWhatTheTableAllows(JavaClasses all) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : all) {
            if (!type.getPackageName().startsWith(ROOT)) {
                continue;
            }
            String room = room(type);
            Set<String> allowed = ALLOWED.get(room);
            assertThat(allowed)
                    .as("package " + type.getPackageName() + " is no room of the table")
                    .isNotNull();
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT)
                            && !room(target).equals(room)
                            && !allowed.contains(room(target)))
                    .forEach(target -> wrong.add(type.getName() + " -> " + target.getName()));
        }
        assertThat(wrong).as("imports that the table does not allow").isEmpty();
    }

    @ArchTest
    static final ArchRule noPackagesFormACycle =
            slices().matching("io.vmnhub.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRootHoldsTheMainClassOnly = classes()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .haveNameMatching("io\\.vmnhub\\.(VmnHub(\\$.*)?|package-info)");

    @ArchTest
    static final ArchRule smsKnowsTheJdkOnly = classes()
            .that()
            .resideInAPackage("io.vmnhub.sms..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.vmnhub.sms..", "java..", "javax.crypto.."));

    @ArchTest
    static final ArchRule camelStaysOutOfTheRoomsBelow = noClasses()
            .that()
            .resideInAnyPackage(packages(CAMEL_FREE))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule jss7StaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages("io.vmnhub.ss7..", "org.mobicents.commons..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(JSS7));

    @ArchTest
    static final ArchRule jsmppStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.vmnhub.component.smpp..",
                    "io.vmnhub.component.smppserver..",
                    "io.vmnhub.component.smppclient..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.jsmpp.."));

    @ArchTest
    static final ArchRule cxfStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.vmnhub.api.soap..", "io.vmnhub.component.cxf..", "io.vmnhub.component.parlayx..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.apache.cxf..", "org.apache.wss4j..", "jakarta.xml..", "jakarta.jws.."));

    @ArchTest
    static final ArchRule artemisStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages("io.vmnhub.broker..", "io.vmnhub.component.jms..", "io.vmnhub.component.store..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.activemq.."));

    @ArchTest
    static final ArchRule infinispanStaysInItsRoom = noClasses()
            .that()
            .resideOutsideOfPackage("io.vmnhub.cluster.grid..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.infinispan..", "org.jgroups.."));

    @ArchTest
    static final ArchRule openTelemetryStaysInItsRoom = noClasses()
            .that()
            .resideOutsideOfPackages("io.vmnhub.tracing..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.opentelemetry.."));

    @ArchTest
    static final ArchRule nobodyPrintsStackTraces = noClasses().should().callMethod(Throwable.class, "printStackTrace");

    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : TABLE) {
            String[] parts = line.split(":");
            Set<String> rooms = parts.length < 2
                    ? Set.of()
                    : Arrays.stream(parts[1].trim().split(" +"))
                            .filter(room -> !room.isEmpty())
                            .collect(Collectors.toSet());
            table.put(parts[0].trim(), rooms);
        }
        return table;
    }

    /** The longest room of the table that holds the class. */
    private static String room(JavaClass type) {
        String name =
                type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
        while (!ALLOWED.containsKey(name) && name.contains(".")) {
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return name;
    }

    private static String[] packages(String[] rooms) {
        return Arrays.stream(rooms).map(room -> ROOT + "." + room + "..").toArray(String[]::new);
    }
}
