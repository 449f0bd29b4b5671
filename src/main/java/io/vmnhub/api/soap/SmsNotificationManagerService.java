// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Notifiers;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.component.inbox.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Begins and ends the notifications of an application (TS 29.199-04, SmsNotificationManager). The messages themselves
 * wait in its inbox and are sent from there, again and again until they are confirmed.
 */
final class SmsNotificationManagerService implements SoapService {

    /** The port type, and what many callers write instead, its operation. */
    private static final Set<String> INTERFACES = Set.of("SmsNotification", "notifySmsReception");

    private static final int MOST_OF_ONE_APPLICATION = 100;
    private static final int LONGEST_CORRELATOR = 255;
    private static final int LONGEST_ENDPOINT = 2_000;
    private static final int LONGEST_CRITERIA = 200;

    private final Inbox inbox;
    private final Notifiers notifiers;
    private final Trial trial;

    /** Makes what would send a subscription's notifications, to be closed again. */
    interface Trial {
        /** @throws IllegalArgumentException when nothing can be sent there */
        Notification of(Subscription subscription, SoapSettings settings);
    }

    SmsNotificationManagerService(Inbox inbox, Notifiers notifiers, Trial trial) {
        this.inbox = inbox;
        this.notifiers = notifiers;
        this.trial = trial;
    }

    @Override
    public CompletionStage<?> answer(SoapCall call, SoapCaller caller, String operation, List<?> arguments) {
        return operation.equals("startSmsNotification")
                ? start(caller, (SimpleReference) arguments.get(0), (String) arguments.get(1), (String)
                        arguments.get(2))
                : stop(caller, (String) arguments.get(0));
    }

    private CompletionStage<Void> start(SoapCaller caller, SimpleReference reference, String number, String criteria) {
        Subscription wanted = subscription(caller, reference, number, criteria);
        return inbox.subscriptions()
                .all(Subscription.Form.SOAP)
                .thenCompose(all -> {
                    List<Subscription> own = all.stream()
                            .filter(one -> one.selection().application().equals(caller.application()))
                            .toList();
                    if (own.stream().anyMatch(one -> one.id().equals(wanted.id()))) {
                        throw ParlayException.duplicateCorrelator(wanted.callbackData());
                    }
                    if (own.size() >= MOST_OF_ONE_APPLICATION) {
                        throw ParlayException.policyError("TooManyNotifications");
                    }
                    own.stream()
                            .filter(one -> overlap(one.selection(), wanted.selection()))
                            .findFirst()
                            .ifPresent(one -> {
                                throw ParlayException.overlappingCriteria(
                                        wanted.selection().firstWord());
                            });
                    return inbox.subscriptions().add(wanted);
                })
                .thenApply(added -> {
                    if (!added) {
                        throw ParlayException.duplicateCorrelator(wanted.callbackData()); // made a moment ago
                    }
                    notifiers.refresh();
                    return null;
                });
    }

    private CompletionStage<Void> stop(SoapCaller caller, String correlator) {
        return inbox.subscriptions()
                .remove(caller.application(), id(caller, correlator))
                .thenApply(removed -> {
                    if (!removed) {
                        throw ParlayException.invalidInput("correlator");
                    }
                    notifiers.refresh();
                    return null;
                });
    }

    private Subscription subscription(SoapCaller caller, SimpleReference reference, String number, String criteria) {
        if (!INTERFACES.contains(reference.interfaceName().strip())) {
            throw ParlayException.invalidInput("reference.interfaceName", "SmsNotification");
        }
        if (reference.correlator().isBlank() || reference.correlator().length() > LONGEST_CORRELATOR) {
            throw ParlayException.invalidInput("reference.correlator");
        }
        String word = criteria == null ? "" : criteria.strip();
        if (word.length() > LONGEST_CRITERIA || word.split("\\s+").length > 1) {
            throw ParlayException.invalidInput("criteria");
        }
        String digits = RegistrationNumber.digits(number)
                .orElseThrow(() -> ParlayException.invalidInput("smsServiceActivationNumber"));
        Subscription subscription = new Subscription(
                id(caller, reference.correlator()),
                new Selection(caller.application(), digits, Selection.firstWord(word)),
                reference.endpoint().strip(),
                reference.correlator(),
                Subscription.Form.SOAP);
        if (subscription.notifyUrl().length() > LONGEST_ENDPOINT) {
            throw ParlayException.invalidInput("reference.endpoint");
        }
        try (Notification notification = trial.of(subscription, caller.settings())) {
            return subscription;
        } catch (IllegalArgumentException e) {
            throw ParlayException.invalidInput("reference.endpoint: " + e.getMessage());
        }
    }

    /** The same for the same correlator, so that the database itself takes it once only. */
    private static String id(SoapCaller caller, String correlator) {
        return UUID.nameUUIDFromBytes((caller.application() + '\n' + correlator).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static boolean overlap(Selection one, Selection other) {
        return one.number().equals(other.number())
                && (one.firstWord().equals(other.firstWord())
                        || one.firstWord().isEmpty()
                        || other.firstWord().isEmpty());
    }
}
