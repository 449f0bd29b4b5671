package io.vmnhub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Camel's exceptions in the words of whoever wrote the file. */
final class CamelWords {

    /** The line that the failure names, from 1. */
    Optional<Integer> line(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            if (cause instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
                return Optional.of(marked.getProblemMark().get().getLine() + 1);
            }
        }
        return Optional.empty();
    }

    String sentence(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause : causes(failure)) {
            all.append(cause.getClass().getSimpleName()).append('[').append(cause.getMessage()).append("] ");
        }
        return all.toString();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
