package io.vmnhub;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Keeps the rooms apart: what each package may import of the others. */
@AnalyzeClasses(packages = "io.vmnhub", importOptions = DoNotIncludeTests.class)
class RoomsTest {

    private static final String[] JSS7 = {"org.restcomm..", "org.mobicents..", "javolution.."};

    @ArchTest
    static final ArchRule smsKnowsTheJdkOnly = ArchRuleDefinition.classes().that().resideInAPackage("io.vmnhub.sms..")
            .should().onlyDependOnClassesThat(resideInAnyPackage("io.vmnhub.sms..", "java..", "javax.crypto.."));

    @ArchTest
    static final ArchRule theJournalKnowsTheJdkOnly = ArchRuleDefinition.classes().that().resideInAPackage("io.vmnhub.journal..")
            .should().onlyDependOnClassesThat(resideInAnyPackage("io.vmnhub.journal..", "java.."));

    @ArchTest
    static final ArchRule numberingKnowsSms = room("numbering", "sms");

    @ArchTest
    static final ArchRule ss7KnowsSms = room("ss7", "sms");

    @ArchTest
    static final ArchRule theMapComponentKnowsSs7AndSms = room("component.ss7map", "ss7", "sms", "log");

    @ArchTest
    static final ArchRule smppKnowsTheJdkOnly = ArchRuleDefinition.classes().that().resideInAPackage("io.vmnhub.smpp..")
            .should().onlyDependOnClassesThat(resideInAnyPackage("io.vmnhub.smpp..", "java..", "javax.crypto.."));

    @ArchTest
    static final ArchRule theSmppServerKnowsSmppAndSms = room("component.smppserver", "smpp", "sms", "log");

    @ArchTest
    static final ArchRule jsmppStaysInItsRoom = noClasses().that().resideOutsideOfPackage("io.vmnhub.component.smppserver..")
            .should().dependOnClassesThat(resideInAPackage("org.jsmpp.."));

    @ArchTest
    static final ArchRule cxfStaysInItsRoom = noClasses().that().resideOutsideOfPackage("io.vmnhub.northbound.soap..")
            .should().dependOnClassesThat(resideInAnyPackage("org.apache.cxf..", "org.apache.wss4j..", "jakarta.xml..", "jakarta.jws.."));

    @ArchTest
    static final ArchRule theHlrKnowsNumbersAndSms = room("hlr", "numbering", "sms");

    @ArchTest
    static final ArchRule screeningKnowsNumbersAndSms = room("screening", "numbering", "sms", "journal");

    @ArchTest
    static final ArchRule theNorthboundRoomKnowsSms = room("northbound", "sms", "journal", "log");

    @ArchTest
    static final ArchRule theLogKnowsSms = room("log", "sms");

    @ArchTest
    static final ArchRule theSimulatorKnowsSs7AndSms = room("simulator", "ss7", "sms");

    @ArchTest
    static final ArchRule configurationKnowsNoComponent = noClasses().that().resideInAPackage("io.vmnhub.config..")
            .should().dependOnClassesThat(resideInAnyPackage("io.vmnhub.component..").or(root()));

    @ArchTest
    static final ArchRule jss7StaysInItsRooms = noClasses().that()
            .resideOutsideOfPackages("io.vmnhub.ss7..", "io.vmnhub.component.ss7map..")
            .should().dependOnClassesThat(resideInAnyPackage(JSS7));

    @ArchTest
    static final ArchRule camelStaysOutOfTheRoomsBelow = noClasses().that()
            .resideInAnyPackage("io.vmnhub.sms..", "io.vmnhub.numbering..", "io.vmnhub.ss7..", "io.vmnhub.smpp..", "io.vmnhub.hlr..",
                    "io.vmnhub.screening..", "io.vmnhub.simulator..")
            .should().dependOnClassesThat(resideInAPackage("org.apache.camel.."));

    @ArchTest
    static final ArchRule noRoomIsEnteredTwice = slices().matching("io.vmnhub.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyPrintsToTheConsoleButTheCommands = noClasses().that().resideOutsideOfPackage("io.vmnhub")
            .should().callMethod(Throwable.class, "printStackTrace");

    /** Of the hub's rooms, {@code name} may know itself and {@code others}. */
    private static ArchRule room(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = "io.vmnhub." + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "io.vmnhub." + others[i] + "..";
        }
        return noClasses().that().resideInAPackage("io.vmnhub." + name + "..").should().dependOnClassesThat(
                resideInAPackage("io.vmnhub..").and(DescribedPredicate.not(resideInAnyPackage(allowed))));
    }

    private static DescribedPredicate<JavaClass> root() {
        return DescribedPredicate.describe("reside in the root package", type -> type.getPackageName().equals("io.vmnhub"));
    }
}
