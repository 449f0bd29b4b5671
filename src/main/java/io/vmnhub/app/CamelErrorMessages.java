// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;

/**
 * Camel's exceptions in the words of whoever wrote the file. Values of options are not repeated: they may be secrets.
 */
public final class CamelErrorMessages {

    private static final Pattern UNKNOWN_OPTIONS =
            Pattern.compile("endpoint: ([^:]+):.*Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
    private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function: (\\S+)");
    private static final Pattern OPTION_NAME = Pattern.compile("(?:^|, )([A-Za-z0-9_.-]+)=");
    private static final String ADD_A_JAR = "put the jar that has it into connectors/lib";

    private final CatalogCamelContext context;

    public CamelErrorMessages(CatalogCamelContext context) {
        this.context = context;
    }

    /** What is wrong, for one line. */
    public String sentence(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Optional<String> known =
                causes.stream().map(this::known).flatMap(Optional::stream).findFirst();
        return known.orElseGet(() -> deepest(causes));
    }

    public static String noClass(String name) {
        return "there is no class " + name + ": " + ADD_A_JAR;
    }

    /** Whether the failure is a placeholder without value. */
    public static boolean isUndefinedPlaceholder(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(cause -> String.valueOf(cause.getMessage()).startsWith("Property with key ["));
    }

    /** The Kamelet that cannot be made. */
    public static Optional<String> kamelet(Throwable failure) {
        return causes(failure).stream()
                .filter(FailedToCreateKameletException.class::isInstance)
                .map(cause -> ((FailedToCreateKameletException) cause).getTemplateId())
                .findFirst();
    }

    /** Whether the failure is about this step, by the text that Camel has for the step. */
    public static boolean isAbout(Throwable failure, String step) {
        return causes(failure).stream()
                .anyMatch(cause -> cause instanceof FailedToCreateRouteException
                        && String.valueOf(cause.getMessage()).contains(">>> " + step + " <<<"));
    }

    private Optional<String> known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SimpleIllegalSyntaxException syntax) {
            String[] lines = message.split("\\R");
            String reason = String.valueOf(syntax.getShortMessage());
            return Optional.of("the simple expression '" + (lines.length > 1 ? lines[1].strip() : "")
                    + "' is wrong at character " + (syntax.getIndex() + 1) + ": " + reason + nearFunction(reason));
        }
        if (cause instanceof NoSuchEndpointException missing) {
            return Optional.of(names().missingComponent(missing.getUri().split(":", 2)[0]));
        }
        if (cause instanceof NoSuchLanguageException missing) {
            return Optional.of(names().missingLanguage(missing.getLanguage()));
        }
        if (cause instanceof LinkageError) {
            return Optional.of(noClass(
                    message.replaceFirst("^Could not initialize class ", "").replace('/', '.')));
        }
        if (cause instanceof NoSuchBeanException missing) {
            String name = String.valueOf(missing.getName());
            return Optional.of(
                    name.startsWith("#class:")
                            ? noClass(name.substring(7))
                            : "there is no bean " + name + ": declare it under beans in a file of routes");
        }
        if (cause instanceof ClassNotFoundException) {
            return Optional.of(noClass(message));
        }
        if (cause instanceof PropertyBindingException binding && binding.getPropertyName() != null) {
            return Optional.of("the option " + binding.getPropertyName() + " does not take its value"
                    + (binding.getCause() == null ? "" : ": " + firstLine(deepest(causes(binding.getCause())))));
        }
        Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
        return unknown.find() && message.startsWith("Failed to resolve endpoint")
                ? Optional.of(options(unknown.group(1), unknown.group(2)))
                : Optional.empty();
    }

    private ComponentNames names() {
        return new ComponentNames(context);
    }

    private String nearFunction(String reason) {
        Matcher unknown = UNKNOWN_FUNCTION.matcher(reason);
        return unknown.matches()
                ? names().simpleFunction(unknown.group(1))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")
                : "";
    }

    private String options(String scheme, String parameters) {
        List<String> sentences = new ArrayList<>();
        Matcher names = OPTION_NAME.matcher(parameters);
        while (names.find()) {
            sentences.add(scheme + " has no option " + names.group(1)
                    + DidYouMean.question(names.group(1), optionNames(scheme)));
        }
        return String.join("; ", sentences);
    }

    private List<String> optionNames(String scheme) {
        List<String> names = new ArrayList<>();
        try {
            String schema = context.getComponentParameterJsonSchema(scheme);
            if (schema != null) {
                JsonNode properties = new ObjectMapper().readTree(schema).path("properties");
                for (Iterator<String> keys = properties.fieldNames(); keys.hasNext(); ) {
                    names.add(keys.next());
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the options of the component " + scheme + " cannot be read", e);
        }
    }

    private static String deepest(List<Throwable> causes) {
        for (int i = causes.size() - 1; i > 0; i--) {
            if (causes.get(i).getMessage() != null) {
                return firstLine(causes.get(i).getMessage());
            }
        }
        return causes.get(0).getMessage() == null
                ? causes.get(0).toString()
                : firstLine(causes.get(0).getMessage());
    }

    private static String firstLine(String text) {
        return text.strip().split("\\R", 2)[0];
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
